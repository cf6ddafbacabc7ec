/** The vendor's shapes for users, keys, queue items and backups. */
import type { QueueRecord, SshKeyRecord, UserRecord } from './records.ts'

export function presentUser(user: UserRecord) {
  return {
    id: user.id,
    admin: false,
    extRelationId: user.extRelationId ?? user.relStr,
    selfService: user.selfService,
    selfServiceHourlyGroupProfiles: [],
    selfServiceResourceGroupProfiles: [],
    selfServiceHourlyResourcePack: null,
    name: user.name,
    email: user.email,
    timezone: 'UTC',
    suspended: !user.enabled,
    twoFactorAuth: false,
    created: user.createdAt,
    updated: user.updatedAt,
  }
}

export function presentOwner(user: UserRecord) {
  const { id, admin, extRelationId, name, email, timezone, suspended, twoFactorAuth, created, updated } =
    presentUser(user)
  return { id, admin, extRelationId, name, email, timezone, suspended, twoFactorAuth, created, updated }
}

export function presentSshKey(key: SshKeyRecord) {
  return {
    id: key.id,
    name: key.name,
    publicKey: key.publicKey,
    type: key.publicKey.split(' ')[0] ?? '',
    enabled: true,
    created: key.createdAt,
    updated: key.createdAt,
  }
}

export function presentQueueItem(item: QueueRecord, now: Date) {
  return {
    id: item.id,
    jobId: `b7c1${String(item.id).padStart(28, '0')}`,
    job: `App\\Jobs\\Server\\${item.action}`,
    hypervisorId: item.hypervisorId,
    serverId: item.serverId,
    action: item.action,
    queue: 'hypervisor',
    started: item.startedAt,
    updated: item.finishedAt ?? item.startedAt,
    finished: item.finishedAt,
    failed: item.failed,
    progress: progressOf(item, now),
    errors: { exception: { stringable: false, errors: [], type: null, trace: null, message: null } },
    primaryActions: [],
    subActions: [],
  }
}

/** Time gone as a share of the time the work takes; 100 only when it has really ended. */
function progressOf(item: QueueRecord, now: Date): number {
  if (item.finishedAt !== null) return 100
  if (item.stuck) return 10
  const whole = Date.parse(item.dueAt) - Date.parse(item.startedAt)
  const gone = now.getTime() - Date.parse(item.startedAt)
  return whole <= 0 ? 99 : Math.max(0, Math.min(99, Math.floor((gone / whole) * 100)))
}
