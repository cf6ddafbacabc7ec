/** The members of the panel's answers that we read. Others may come and go: nothing here is taken on trust beyond these. */

export interface VirtfusionUser {
  id: number
  selfService?: number
}

export interface VirtfusionPackage {
  id: number
  name: string
  enabled: boolean
  memory?: number
  primaryStorage?: number
  traffic?: number
  cpuCores?: number
}

export interface VirtfusionKey {
  id: number
  name: string
  publicKey: string
}

export interface VirtfusionBackup {
  id: number
  complete: boolean | number
  restoring: boolean | number
  deleting: boolean | number
  created: string
}

/** The running month first. Counters in bytes, the limit in gigabytes, 0 without one. */
export interface VirtfusionTraffic {
  monthly?:
    | {
        start: string
        end: string
        total: number
        limit: number
        blocks?: { traffic?: number | string }[]
      }[]
    | null
}

export interface VirtfusionGroup {
  id: number
  name: string
  enabled: boolean
  default: boolean
}

interface Counter {
  max: number
  free: number
}

export interface VirtfusionResources {
  hypervisor: {
    name?: string
    enabled: boolean | number
    prohibit: boolean | number
    commissioned: boolean | number
    maintenance?: boolean | number
  }
  resources: {
    servers: Counter
    memory: Counter
    cpuCores: Counter
    localStorage?: Counter & { enabled: boolean | number; storageType?: number }
    otherStorage?: (Counter & { storageType?: number })[]
    network?: { total?: { ipv4?: { free?: number } } }
  }
}

export interface VirtfusionTemplateGroup {
  name: string
  templates: VirtfusionTemplate[]
}

export interface VirtfusionTemplate {
  id: number
  name: string
  version: string
  variant: string | null
  eol: boolean
  type?: string
}

/** A row of a user's list. It says neither when the server was made nor whether it was built. */
export interface VirtfusionServerRow {
  id: number
  name: string | null
}

type Size = number | string | null

/** Of the newer kind. What single addresses look like is not documented. */
export interface VirtfusionNetwork {
  subnet?: string | null
  cidr?: number | string | null
  gateway?: string | null
  addresses?: unknown
  addressesDetailed?: unknown
}

export interface VirtfusionServer {
  id: number
  ownerId: number
  name: string | null
  suspended: boolean | number
  buildFailed: boolean | number
  built?: string | boolean | null
  created: string
  settings?: {
    resources?: { memory?: Size; storage?: Size; traffic?: Size; cpuCores?: Size }
    decryptedPassword?: string
  }
  network?: {
    interfaces?: {
      ipv4?: { address: string; gateway: string | null; netmask: string | null; rdns?: string | null }[]
      ipv6?: VirtfusionNetwork[]
    }[]
  }
  owner?: { id?: number; email?: string } | null
  hypervisor?: { maintenance?: boolean | number } | null
  qemuAgent?: { os?: { screen?: string | null } | string | null }
  tasks?: { active: boolean | number; actions?: { pending?: unknown[] } }
  remoteState?:
    | {
        state?: string
        memory?: { actual?: string | number; unused?: string | number }
        agent?: {
          fsinfo?: { mountpoint?: string; 'total-bytes'?: number | string; 'used-bytes'?: number | string }[]
        }
      }
    | boolean
    | null
}

export interface VirtfusionConsole {
  vnc?: { password?: string; wss?: { url?: string } | null } | null
}

export interface VirtfusionSignIn {
  authentication?: { endpoint_complete?: string } | null
}

export interface VirtfusionWork {
  finished?: string | null
  failed?: boolean | number | null
}
