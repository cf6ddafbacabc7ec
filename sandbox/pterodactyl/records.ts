/** What the panel keeps of users, servers and everything that belongs to them. */

export interface UserRecord {
  id: number
  externalId: string | null
  uuid: string
  username: string
  email: string
  firstName: string
  lastName: string
  language: string
  rootAdmin: boolean
  passwordSha256: string | null
  createdAt: string
  updatedAt: string
}

export interface AllocationRecord {
  id: number
  nodeId: number
  ip: string
  alias: string | null
  port: number
  notes: string | null
  serverId: number | null
}

/** One column, as in the panel: suspending while something is installed writes over it. */
export type ServerStatus =
  null | 'installing' | 'install_failed' | 'reinstall_failed' | 'suspended' | 'restoring_backup'

export type PowerState = 'offline' | 'starting' | 'running' | 'stopping'

/** Memory and swap in the panel's MB (decimal for the daemon), disk likewise (binary there), cpu in percent of one core. */
export interface Limits {
  memory: number
  swap: number
  disk: number
  io: number
  cpu: number
  threads: string | null
}

/** Null switches the check of a limit off; 0 allows none. */
export interface FeatureLimits {
  databases: number | null
  allocations: number | null
  backups: number | null
}

export interface ServerRecord {
  id: number
  externalId: string | null
  uuid: string
  identifier: string
  name: string
  description: string
  status: ServerStatus
  limits: Limits
  oomDisabled: boolean
  featureLimits: FeatureLimits
  userId: number
  nodeId: number
  allocationId: number
  eggId: number
  startup: string
  image: string
  environment: Record<string, string>
  skipScripts: boolean
  isInstalled: boolean
  isTransferring: boolean
  power: PowerState
  startedAt: string | null
  /** The newest lines of the console; older ones are forgotten. */
  console: string[]
  createdAt: string
  updatedAt: string
}

export interface DatabaseRecord {
  id: number
  serverId: number
  name: string
  username: string
  remote: string
  maxConnections: number
  password: string
  createdAt: string
}

export interface BackupRecord {
  uuid: string
  serverId: number
  name: string
  ignoredFiles: string[]
  isLocked: boolean
  isSuccessful: boolean
  checksum: string | null
  bytes: number
  createdAt: string
  completedAt: string | null
}

export interface ScheduleRecord {
  id: number
  serverId: number
  name: string
  cron: { minute: string; hour: string; day_of_month: string; month: string; day_of_week: string }
  isActive: boolean
  onlyWhenOnline: boolean
  createdAt: string
}

export interface NodeState {
  maintenance: boolean
}
