/** The vendor's full server object, with every member that its own description lists. */
import { findTemplate, BACKUP_PLANS } from './catalogue.ts'
import { presentHostResources } from './present_catalogue.ts'
import { presentInterface } from './present_network.ts'
import { presentOwner } from './present_user.ts'
import type { PanelSpec } from './panels.ts'
import type { Allocation } from './placement.ts'
import type { ServerRecord, SshKeyRecord, TaskRecord, UserRecord } from './records.ts'
import {
  CPU_FIXED,
  CUSTOM_XML,
  HYPERVISOR_FIXED,
  MEDIA_NONE,
  SERVER_FIXED,
  SETTINGS_FIXED,
  STORAGE_FIXED,
} from './server_constants.ts'

export interface ServerContext {
  panel: PanelSpec
  owner: UserRecord
  allocation: Allocation
  sshKeys: SshKeyRecord[]
  isFull: boolean
}

export function presentServer(server: ServerRecord, context: ServerContext) {
  const plan = BACKUP_PLANS.find((candidate) => candidate.id === server.backupPlanId)
  return {
    ...SERVER_FIXED,
    id: server.id,
    ownerId: server.ownerId,
    hypervisorId: server.hypervisorId,
    name: server.name,
    hostname: server.hostname,
    commissionStatus: server.commissionStatus,
    uuid: server.uuid,
    state: server.builtAt === null ? 'queued' : 'complete',
    suspended: server.suspended,
    protected: server.isProtected,
    deleteLevel: server.deleteAt === null ? 0 : 1,
    buildFailed: server.buildFailed,
    built: server.builtAt,
    created: server.createdAt,
    updated: server.updatedAt,
    traffic: { public: { countMethod: 1, currentPeriod: currentPeriod(server) } },
    settings: presentSettings(server),
    cpu: { ...CPU_FIXED, cores: server.sizes.cpuCores, throttle: server.cpuThrottle },
    customXML: CUSTOM_XML,
    qemuCommandline: [],
    qemuAgent: { os: { screen: screenName(server) } },
    media: MEDIA_NONE,
    backupPlan: { id: plan?.id ?? null, name: plan?.name ?? null },
    vnc: { ip: hostOf(server, context.panel).ip, port: server.vnc.port, enabled: server.vnc.enabled },
    network: { interfaces: [presentInterface(server, context.panel)], secondaryInterfaces: [] },
    storage: [{ ...STORAGE_FIXED, capacity: server.sizes.storageGb, name: `${server.uuid}_1` }],
    hypervisorAssets: [],
    hypervisor: presentHost(server, context),
    owner: presentOwner(context.owner),
    sshKeys: context.sshKeys.map((key) => ({
      id: key.id,
      ownerId: key.userId,
      type: 'ssh-ed25519',
      name: key.name,
      public: key.publicKey,
      enabled: true,
      created: key.createdAt,
    })),
    sharedUsers: [],
    tasks: presentTasks(server),
  }
}

/** What `remoteState=true` adds: the answer of the machine itself, in kilobytes and bytes. */
export function presentRemoteState(server: ServerRecord) {
  const isAlive = server.running && server.builtAt !== null
  const actualKb = server.live.memoryMb * 1024
  return {
    state: isAlive ? 'running' : 'stopped',
    running: isAlive,
    cpu: isAlive ? 3.2 : 0,
    cpuCores: server.live.cpuCores,
    memory: isAlive
      ? {
          actual: String(actualKb),
          unused: String(Math.round(actualKb * 0.61)),
          available: String(Math.round(actualKb * 0.97)),
          rss: String(Math.round(actualKb * 0.42)),
        }
      : {},
    disk: isAlive ? { vda: { 'rd.bytes': 812_646_400, 'wr.bytes': 1_405_091_840 } } : {},
    agent: isAlive
      ? {
          fsinfo: [
            {
              name: 'vda1',
              mountpoint: '/',
              type: 'ext4',
              'total-bytes': server.sizes.storageGb * 1024 ** 3,
              'used-bytes': 2_147_483_648,
            },
          ],
        }
      : {},
  }
}

/** Rows of `GET /servers`: the simple list. */
export function presentServerRow(server: ServerRecord) {
  return {
    id: server.id,
    uuid: server.uuid,
    name: server.name,
    commissioned: server.commissionStatus,
    owner: server.ownerId,
    hypervisorId: server.hypervisorId,
    suspended: server.suspended,
    protected: server.isProtected,
    updated: server.updatedAt,
    created: server.createdAt,
  }
}

/** Calendar months, as the panel counts traffic. */
export function currentPeriod(server: ServerRecord, now = new Date()) {
  const start = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
  const end = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - 1000)
  return { start: start.toISOString(), end: end.toISOString(), limit: server.sizes.trafficGb }
}

export function screenName(server: ServerRecord): string {
  const template = server.templateId === null ? undefined : findTemplate(server.templateId)
  return template ? `${template.name} ${template.version} ${template.variant}` : ''
}

export function hostOf(server: ServerRecord, panel: PanelSpec) {
  const host = panel.hypervisors.find((candidate) => candidate.id === server.hypervisorId)
  if (!host)
    throw new Error(`server ${server.id} is on hypervisor ${server.hypervisorId}, which does not exist`)
  return host
}

function presentSettings(server: ServerRecord) {
  const { memoryMb, storageGb, trafficGb, cpuCores } = server.sizes
  return {
    ...SETTINGS_FIXED,
    osTemplateInstall: server.templateId !== null,
    osTemplateInstallId: server.templateId ?? 0,
    encryptedPassword: server.passwordSha256 ?? '',
    backupPlan: server.backupPlanId || null,
    resources: { memory: memoryMb, storage: storageGb, traffic: trafficGb, cpuCores },
  }
}

function presentHost(server: ServerRecord, { panel, allocation, isFull }: ServerContext) {
  const host = hostOf(server, panel)
  const group = panel.groups.find((candidate) => candidate.id === host.groupId)
  return {
    ...HYPERVISOR_FIXED,
    id: host.id,
    ip: host.ip,
    maintenance: host.maintenance,
    groupId: host.groupId,
    group: { name: group?.name ?? '', icon: null },
    name: host.name,
    resources: presentHostResources(host, { allocation, isFull }),
  }
}

function presentTasks(server: ServerRecord) {
  return {
    active: server.task !== null,
    lastOn: server.lastTaskAt,
    actions: { pending: server.task ? [presentTask(server.task)] : [] },
  }
}

function presentTask(task: TaskRecord) {
  return {
    id: task.id,
    action: task.action,
    requires: [],
    collected: true,
    complete: false,
    failed: false,
    payload: {},
    created: task.createdAt,
  }
}
