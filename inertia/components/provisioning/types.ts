import type { Sizes } from '~/composables/use_sizes'
import type { Step } from '~/components/ui/step_list.vue'

export interface ServiceAddress {
  family: 4 | 6
  address: string
  prefix: string | null
  gateway: string | null
  reverse_name: string | null
  /** Length of the network of which every address is the server's own. */
  block: number | null
  /** What single addresses of that network point back to. */
  names: { address: string; name: string }[]
}

export interface ServiceSpec extends Sizes {
  kind: 'vps' | 'game' | 'dedicated' | 'hosting' | 'workspace'
  ipv4_count?: number
  has_backups?: boolean
  template: string | null
}

export interface Service {
  id: string
  subscription_id: string
  hostname: string
  status: 'pending' | 'provisioning' | 'active' | 'suspended' | 'terminating' | 'terminated' | 'failed'
  power: 'running' | 'stopped' | 'unknown' | null
  /** Whether its customer may do things to the server itself. */
  is_usable: boolean
  /** Why it is kept suspended: `unpaid`, or a reason of staff. */
  holds: string[]
  product: string
  plan: { id: string; name: string }
  location: string
  spec: ServiceSpec
  addresses: ServiceAddress[]
  /** What is to be known besides: where players join, how files are reached. */
  facts: Record<string, string>
  has_credentials: boolean
  capabilities: {
    power: boolean
    console: boolean
    sign_in: boolean
    rebuild: boolean
    password_reset: boolean
    /** Settings of a game. */
    startup: boolean
    /** Desktops on demand. */
    sessions: boolean
    usage: boolean
    domains: boolean
    hardware: boolean
    traffic_graph: boolean
    reverse_names: boolean
    /** Each address of a block or network of its own can be named. */
    block_names: boolean
    backups: boolean
    backup_creation: boolean
    backup_restore: boolean
    backup_removal: boolean
    databases: boolean
    schedules: boolean
    ssh_keys: boolean
  }
  created_at: string
  activated_at: string | null
  suspended_at: string | null
  terminated_at: string | null
}

export interface OperationStep {
  name: string
  status: Step['status']
  finished_at: string | null
}

export interface Operation {
  id: string
  kind: string
  status: 'queued' | 'running' | 'done' | 'waiting' | 'failed' | 'cancelled'
  /** Why it waits. */
  obstacle: 'panel_away' | 'our_side' | 'slow' | 'approval' | null
  created_at: string
  finished_at: string | null
  steps: OperationStep[]
}
