/** What a panel remembers. Field names are ours; `present_*.ts` turns them into the vendor's. */

export interface UserRecord {
  id: number
  extRelationId: number | null
  relStr: string | null
  name: string
  email: string
  selfService: number
  enabled: boolean
  createdAt: string
  updatedAt: string
}

export interface Sizes {
  memoryMb: number
  storageGb: number
  trafficGb: number
  cpuCores: number
}

export interface AddressRecord {
  id: number
  blockId: number
  address: string
  /** Name that it points back to. */
  rdns?: string | null
}

export type TaskAction = 'build' | 'suspend' | 'unsuspend' | 'power' | 'password' | 'package'

export interface TaskRecord {
  id: number
  action: TaskAction
  createdAt: string
  /** A task that never ends: the panel still says it works on it. */
  stuck: boolean
}

export interface TrafficBlockRecord {
  id: number
  month: number
  amountGb: number
  addedAt: string
}

export interface ServerRecord {
  id: number
  uuid: string
  ownerId: number
  groupId: number
  hypervisorId: number
  packageId: number
  name: string
  hostname: string | null
  sizes: Sizes
  /** What the running guest has; it follows `sizes` only when it starts again. */
  live: { memoryMb: number; cpuCores: number }
  speedInKbps: number
  speedOutKbps: number
  mac: string
  ipv4: AddressRecord[]
  ipv6: string | null
  /** Names of single addresses of that network. */
  ipv6Names?: { address: string; rdns: string }[]
  templateId: number | null
  commissionStatus: number
  running: boolean
  builtAt: string | null
  buildFailed: boolean
  suspended: boolean
  isProtected: boolean
  backupPlanId: number
  cpuThrottle: number
  sshKeyIds: number[]
  vnc: { enabled: boolean; port: number; password: string; token: string }
  /** Only a fingerprint: the panel shows a root password once and then never again. */
  passwordSha256: string | null
  trafficBlocks: TrafficBlockRecord[]
  task: TaskRecord | null
  lastTaskAt: string | null
  deleteAt: string | null
  createdAt: string
  updatedAt: string
}

export interface QueueRecord {
  id: number
  serverId: number
  hypervisorId: number
  action: string
  startedAt: string
  /** When the work ends; `finishedAt` is written when it has. */
  dueAt: string
  finishedAt: string | null
  failed: boolean
  stuck: boolean
}

export interface SshKeyRecord {
  id: number
  userId: number
  name: string
  publicKey: string
  createdAt: string
}

export interface SignInTokenRecord {
  id: string
  secret: string
  userId: number
  serverId: number | null
  expiresAt: string
  usedAt: string | null
}
