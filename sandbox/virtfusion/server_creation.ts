/** POST /servers: resources are reserved on a machine of the group; nothing is installed yet. */
import { randomBytes, randomUUID } from 'node:crypto'
import { findPackage } from './catalogue.ts'
import { newVnc, type Panel } from './panel.ts'
import { place, shortageMessage } from './placement.ts'
import type { ServerRecord, Sizes } from './records.ts'
import { Refusal } from './refusal.ts'
import type { Answer, Call } from './routing.ts'
import { refusalOf, validate, type Fields, type Rules } from './validation.ts'

const CREATE_RULES: Rules = {
  packageId: { type: 'int', required: true },
  userId: { type: 'int', required: true },
  hypervisorId: { type: 'int', required: true },
  ipv4: { type: 'int', min: 0, max: 256 },
  storage: { type: 'int', min: 1 },
  traffic: { type: 'int', min: 0, max: 999_999_999 },
  memory: { type: 'int', min: 256 },
  cpuCores: { type: 'int', min: 1 },
  networkSpeedInbound: { type: 'int', min: 0 },
  networkSpeedOutbound: { type: 'int', min: 0 },
  storageProfile: { type: 'int' },
  networkProfile: { type: 'int' },
  firewallRulesets: { type: 'ints' },
  hypervisorAssetGroups: { type: 'ints' },
  additionalStorage1Enable: { type: 'bool' },
  additionalStorage2Enable: { type: 'bool' },
  additionalStorage1Profile: { type: 'int' },
  additionalStorage2Profile: { type: 'int' },
  additionalStorage1Capacity: { type: 'int', min: 1 },
  additionalStorage2Capacity: { type: 'int', min: 1 },
}

export function createServer(panel: Panel, call: Call): Answer {
  const fields = validate(call.body, CREATE_RULES, 'list')
  const { sizes, speedKbps } = wantedSizes(panel, fields)
  if (panel.kit.faults.strikes('panel_full', call))
    throw new Refusal(422, { errors: [shortageMessage('memory')] })

  const placement = place(panel.spec, Number(fields.hypervisorId), sizes, panel.servers.view())
  if (!placement.fits) throw new Refusal(422, { errors: [placement.reason] })
  const wantedAddresses = Number(fields.ipv4 ?? 0)
  const free = panel.freeAddresses(wantedAddresses)
  if (free.length < wantedAddresses)
    throw new Refusal(422, { errors: ['Not enough free IPv4 addresses in the group.'] })
  if (call.query.dryRun === 'true' || call.query.dryRun === '1')
    return { status: 200, body: { msg: 'The server can be created.' } }

  const id = panel.nextId('server')
  const server = panel.servers.insert(String(id), {
    ...emptyServer(panel, id),
    ownerId: Number(fields.userId),
    groupId: Number(fields.hypervisorId),
    hypervisorId: placement.hypervisor.id,
    packageId: Number(fields.packageId),
    sizes,
    live: { memoryMb: sizes.memoryMb, cpuCores: sizes.cpuCores },
    speedInKbps: Number(fields.networkSpeedInbound ?? speedKbps),
    speedOutKbps: Number(fields.networkSpeedOutbound ?? speedKbps),
    ipv4: panel.addressRecords(free),
  })
  return { status: 201, body: { data: panel.present(server) } }
}

/** Sizes asked for by number win over the package's. Unknown references are named all at once. */
function wantedSizes(panel: Panel, fields: Fields): { sizes: Sizes; speedKbps: number } {
  const spec = findPackage(Number(fields.packageId))
  const group = panel.spec.groups.find((candidate) => candidate.id === fields.hypervisorId)
  const errors = new Map<string, string>()
  if (!spec?.enabled) errors.set('packageId', 'The selected package id is invalid.')
  if (!panel.findUser(Number(fields.userId))) errors.set('userId', 'The selected user id is invalid.')
  if (!group?.enabled) errors.set('hypervisorId', 'The selected hypervisor id is invalid.')
  if (errors.size > 0 || !spec) throw refusalOf(errors, 'list')
  const sizes = {
    memoryMb: Number(fields.memory ?? spec.memoryMb),
    storageGb: Number(fields.storage ?? spec.storageGb),
    trafficGb: Number(fields.traffic ?? spec.trafficGb),
    cpuCores: Number(fields.cpuCores ?? spec.cpuCores),
  }
  return { sizes, speedKbps: spec.speedKbps }
}

function emptyServer(
  panel: Panel,
  id: number
): Omit<
  ServerRecord,
  | 'ownerId'
  | 'groupId'
  | 'hypervisorId'
  | 'packageId'
  | 'sizes'
  | 'live'
  | 'speedInKbps'
  | 'speedOutKbps'
  | 'ipv4'
> {
  const mac = randomBytes(3).toString('hex').match(/../g) ?? []
  return {
    id,
    uuid: randomUUID(),
    name: '',
    hostname: null,
    mac: ['52', '54', '00', ...mac].join(':'),
    ipv6: null,
    templateId: null,
    commissionStatus: 0,
    running: false,
    builtAt: null,
    buildFailed: false,
    suspended: false,
    isProtected: false,
    backupPlanId: 0,
    cpuThrottle: 0,
    sshKeyIds: [],
    vnc: newVnc(5900 + (id % 10_000)),
    passwordSha256: null,
    trafficBlocks: [],
    task: null,
    lastTaskAt: null,
    deleteAt: null,
    createdAt: panel.stamp(),
    updatedAt: panel.stamp(),
  }
}
