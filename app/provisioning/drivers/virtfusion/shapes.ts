/** The members of the panel's answers that we read. Others may come and go: nothing here is taken on trust beyond these. */

export interface VirtfusionUser {
  id: number
  email: string
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
  monthly: {
    start: string
    end: string
    total: number
    limit: number
    blocks?: { traffic?: number | string }[]
  }[]
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

export interface VirtfusionServer {
  id: number
  ownerId: number
  name: string | null
  suspended: boolean
  buildFailed: boolean
  built: string | null
  created: string
  settings?: {
    resources?: { memory: number; storage: number; traffic?: number; cpuCores: number }
    decryptedPassword?: string
  }
  network?: {
    interfaces?: {
      ipv4?: { address: string; gateway: string | null; netmask: string | null; rdns?: string | null }[]
      ipv6?: { subnet: string; cidr: number | string | null; gateway?: string | null }[]
    }[]
  }
  owner?: { id?: number; email?: string } | null
  qemuAgent?: { os?: { screen?: string | null } | string | null }
  tasks?: { active: boolean; actions?: { pending?: unknown[] } }
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
  vnc: { ip: string; port: number; password: string; wss: { token: string; url: string } }
}

export interface VirtfusionSignIn {
  authentication: { endpoint_complete: string }
}

export interface VirtfusionWork {
  finished: string | null
  failed: boolean | number
}
