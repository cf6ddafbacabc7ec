/** Changes to what a server is: package, memory, cores, traffic, name, backups, owner. */
import { BACKUP_PLANS, findPackage, type PackageSpec } from './catalogue.ts'
import type { Panel } from './panel.ts'
import { growthShortage, shortageMessage } from './placement.ts'
import { hostOf } from './present_server.ts'
import type { ServerRecord, Sizes } from './records.ts'
import { notFound, Refusal } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { startTask } from './tasks.ts'
import { isRecord, refusalOf, validate, type Fields, type Rules } from './validation.ts'

/** Every flag left out counts as true. */
const PACKAGE_RULES: Rules = Object.fromEntries(
  [
    'backupPlan',
    'cpu',
    'memory',
    'primaryDiskSize',
    'primaryDiskReadIOPS',
    'primaryDiskReadThroughput',
    'primaryDiskWriteIOPS',
    'primaryDiskWriteThroughput',
    'primaryNetworkInboundSpeed',
    'primaryNetworkOutboundSpeed',
    'primaryNetworkTraffic',
  ].map((flag) => [flag, { type: 'bool' as const }])
)

export function registerChangeRoutes(router: Router): void {
  router.on('PUT', '/servers/:id/package/:package', changePackage)
  router.on('PUT', '/servers/:id/modify/memory', (panel, call) => {
    const fields = validate(call.body, { memory: { type: 'int', required: true, min: 256 } })
    return resize(panel, call, { memoryMb: Number(fields.memory) })
  })
  router.on('PUT', '/servers/:id/modify/cpuCores', (panel, call) => {
    const fields = validate(call.body, { cores: { type: 'int', required: true, min: 1, max: 256 } })
    return resize(panel, call, { cpuCores: Number(fields.cores) })
  })
  router.on('PUT', '/servers/:id/modify/traffic', (panel, call) =>
    resize(panel, call, { trafficGb: trafficOf(call.body) })
  )
  router.on('PUT', '/servers/:id/modify/name', (panel, call) => {
    const fields = validate(call.body, { name: { type: 'string', required: true, max: 63 } }, 'msg')
    panel.saveServer({ ...panel.findServer(call.params.id), name: String(fields.name) })
    return { status: 201 }
  })
  router.on('PUT', '/servers/:id/modify/cpuThrottle', (panel, call) => {
    const fields = validate(call.body, { percent: { type: 'int', required: true, min: 0, max: 99 } })
    panel.saveServer({ ...panel.findIdleServer(call.params.id), cpuThrottle: Number(fields.percent) })
    return { status: 201 }
  })
  registerBackupAndOwnerRoutes(router)
}

function registerBackupAndOwnerRoutes(router: Router): void {
  router.on('PUT', '/servers/:id/backups/plan/:plan', (panel, call) => {
    const server = panel.findServer(call.params.id)
    const planId = Number(call.params.plan)
    if (planId !== 0 && !BACKUP_PLANS.some((plan) => plan.id === planId))
      throw notFound('backup plan not found')
    panel.saveServer({ ...server, backupPlanId: planId })
    return { status: 201 }
  })
  router.on('GET', '/backups/server/:id', (panel, call) => ({
    status: 200,
    body: { data: backupsOf(panel.findServer(call.params.id)) },
  }))
  router.on('PUT', '/servers/:id/owner/:user', (panel, call) => {
    const server = panel.findServer(call.params.id)
    const owner = panel.findUser(Number(call.params.user))
    if (!owner) throw notFound('user not found')
    panel.saveServer({ ...server, ownerId: owner.id })
    return { status: 201 }
  })
}

function changePackage(panel: Panel, call: Call): Answer {
  const server = panel.findIdleServer(call.params.id)
  const spec = findPackage(Number(call.params.package))
  if (!spec) throw notFound('package not found')
  if (!spec.enabled) throw refusalOf(new Map([['packageId', 'The selected package id is invalid.']]), 'map')
  const flags = validate(call.body, PACKAGE_RULES)
  const { sizes, info } = packageChange(server, spec, flags)
  refuseGrowthWithoutRoom(panel, call, { server, sizes })
  const changed = {
    ...server,
    packageId: spec.id,
    sizes,
    speedInKbps: flags.primaryNetworkInboundSpeed === false ? server.speedInKbps : spec.speedKbps,
    speedOutKbps: flags.primaryNetworkOutboundSpeed === false ? server.speedOutKbps : spec.speedKbps,
  }
  startTask(panel, changed, { action: 'package' })
  return { status: 200, body: { info } }
}

/** The new sizes, and a sentence for each that stayed as it was. A disk never shrinks. */
function packageChange(
  server: ServerRecord,
  spec: PackageSpec,
  flags: Fields
): { sizes: Sizes; info: string[] } {
  const sizes = { ...server.sizes }
  const info: string[] = []
  if (flags.cpu === false) info.push('CPU cores were not changed because it was not requested.')
  else sizes.cpuCores = spec.cpuCores
  if (flags.memory === false) info.push('Memory was not changed because it was not requested.')
  else sizes.memoryMb = spec.memoryMb
  if (flags.primaryNetworkTraffic === false)
    info.push('Traffic was not changed because it was not requested.')
  else sizes.trafficGb = spec.trafficGb
  if (flags.primaryDiskSize === false)
    info.push('The primary disk was not changed because it was not requested.')
  else if (spec.storageGb < sizes.storageGb) {
    info.push(
      `The primary disk was not changed because ${spec.storageGb} GB is smaller than ${sizes.storageGb} GB.`
    )
  } else sizes.storageGb = spec.storageGb
  return { sizes, info }
}

function resize(panel: Panel, call: Call, change: Partial<Sizes>): Answer {
  const server = panel.findIdleServer(call.params.id)
  const sizes = { ...server.sizes, ...change }
  refuseGrowthWithoutRoom(panel, call, { server, sizes })
  panel.saveServer({ ...server, sizes })
  return { status: 201 }
}

function refuseGrowthWithoutRoom(
  panel: Panel,
  call: Call,
  { server, sizes }: { server: ServerRecord; sizes: Sizes }
): void {
  const growth = {
    memoryMb: Math.max(0, sizes.memoryMb - server.sizes.memoryMb),
    storageGb: Math.max(0, sizes.storageGb - server.sizes.storageGb),
    cpuCores: Math.max(0, sizes.cpuCores - server.sizes.cpuCores),
    trafficGb: 0,
  }
  if (growth.memoryMb > 0 && panel.kit.faults.strikes('panel_full', call))
    throw new Refusal(422, { errors: [shortageMessage('memory')] })
  const shortage = growthShortage(hostOf(server, panel.spec), growth, panel.servers.view())
  if (shortage !== null) throw new Refusal(422, { errors: [shortage] })
}

/** The vendor types this figure as text; a plain number is read as well. */
function trafficOf(body: unknown): number {
  const text = isRecord(body) ? String(body.traffic ?? '') : ''
  if (!/^\d{1,9}$/.test(text)) {
    throw refusalOf(new Map([['traffic', 'The traffic field must be between 0 and 999999999.']]), 'map')
  }
  return Number(text)
}

/** A server with a plan has had one copy taken since it was built. */
function backupsOf(server: ServerRecord) {
  if (server.backupPlanId === 0 || server.builtAt === null) return []
  return [
    {
      id: server.id * 10,
      serverId: server.id,
      storage: { id: 1, name: 'Backup store', enabled: true },
      deleting: false,
      restoring: false,
      progress: false,
      complete: true,
      deleteAfter: null,
      created: server.builtAt,
      updated: server.builtAt,
    },
  ]
}
