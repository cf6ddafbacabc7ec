/** The members of the panel's answers that we read. Others may come and go: nothing here is taken on trust beyond these. */

export interface Item<T> {
  object: string
  attributes: T
}

export interface ItemList<T> {
  data: Item<T>[]
  meta?: { pagination: { current_page: number; total_pages: number; count: number } }
}

export interface PterodactylLocation {
  id: number
  short: string
  long: string | null
}

export interface PterodactylAllocation {
  id: number
  ip: string
  alias: string | null
  port: number
  assigned: boolean
}

export interface PterodactylNode {
  id: number
  public: boolean
  name: string
  location_id: number
  fqdn: string
  maintenance_mode: boolean
  daemon_sftp: number
  memory: number
  memory_overallocate: number
  disk: number
  disk_overallocate: number
  allocated_resources: { memory: number; disk: number }
  relationships?: { allocations?: ItemList<PterodactylAllocation> }
}

export interface PterodactylNest {
  id: number
  name: string
}

export interface PterodactylVariable {
  name: string
  description: string | null
  env_variable: string
  default_value: string | null
  user_viewable: boolean
  user_editable: boolean
  rules: string
}

export interface PterodactylEgg {
  id: number
  nest: number
  name: string
  /** Label and image; older panels have `docker_image` alone. */
  docker_images?: Record<string, string>
  docker_image?: string
  startup: string
  relationships?: { variables?: ItemList<PterodactylVariable> }
}

export interface PterodactylUser {
  id: number
  external_id: string | null
  username: string
  email: string
  first_name: string
  last_name: string
}

export interface PterodactylServer {
  id: number
  external_id: string | null
  uuid: string
  identifier: string
  name: string
  description: string | null
  status: string | null
  limits: { memory: number; swap: number; disk: number; io: number; cpu: number; threads: string | null }
  feature_limits: { databases: number | null; allocations: number | null; backups: number | null }
  user: number
  node: number
  allocation: number
  egg: number
  container: {
    startup_command: string
    image: string
    environment: Record<string, string | number | boolean | null>
  }
  created_at: string
  relationships?: {
    allocations?: ItemList<PterodactylAllocation>
    node?: Item<PterodactylNode>
    user?: Item<PterodactylUser>
  }
}

export interface PterodactylUsage {
  current_state: string
  resources: {
    memory_bytes: number
    cpu_absolute: number
    disk_bytes: number
    uptime: number
  }
}

export interface PterodactylBackup {
  uuid: string
  name: string
  is_successful: boolean
  bytes: number
  created_at: string
  completed_at: string | null
}

export interface PterodactylDatabase {
  id: string | number
  host: { address: string; port: number }
  name: string
  username: string
  connections_from: string
  relationships?: { password?: { attributes: { password: string } } }
}

export interface PterodactylSchedule {
  name: string
  cron: Record<'minute' | 'hour' | 'day_of_month' | 'month' | 'day_of_week', string>
  is_active: boolean
  last_run_at: string | null
  next_run_at: string | null
}
