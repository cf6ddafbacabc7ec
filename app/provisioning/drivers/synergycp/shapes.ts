/** The members of the panel's answers that this driver reads. What comes back is only partly documented: most may be absent. */

export interface Envelope {
  error?: boolean
  messages?: { type?: string; text?: string }[]
  data?: unknown
}

export interface ScpPage<T> {
  current_page?: number
  last_page?: number
  total?: number
  data?: T[]
}

export interface ScpPart {
  id: number
  name: string
  billing_id?: string | null
}

export interface ScpProfile extends ScpPart {
  iso?: { id: number } | null
  access_client?: boolean
  time_until_marked_failed?: number | null
}

export interface ScpEdition {
  id: number
  key: string
}

export interface ScpClient {
  id: number
  email?: string
  billing_id?: string | number | null
  billing?: { id?: string | number | null } | null
}

export interface ScpAccess {
  id: number
  is_primary?: boolean
  is_active?: boolean | number | string | null
  client?: { id: number; name?: string } | null
}

export interface ScpServer {
  id: number
  srv_id?: string
  nickname?: string
  cpu?: ScpPart | null
  mem?: ScpPart | null
  disks?: (ScpPart | null)[]
  addons?: (ScpPart | null)[]
  group?: { id: number; name: string } | null
  billing?: { id?: string | null } | null
  usage?: { used?: number; max?: number | null } | null
  access?: ScpAccess | null
}

export interface ScpEntity {
  id: number
  name?: string
  address?: string
  full_ip?: string
  gateway?: string
  subnet_mask?: string
  v6_address?: string
  v6_gateway?: string
}

export interface ScpInstall {
  id: number
  profile?: { id: number; name?: string } | null
  percent?: number | string | null
  /** How it goes and when it last said something. Names and forms of these are not documented: the likely ones are read. */
  status?: unknown
  status_text?: unknown
  updated_at?: unknown
  last_update?: unknown
}

export interface ScpPort {
  id: number
  mac?: string | null
  power?: string | null
  switch?: {
    id: number
    name?: string
    port?: { id: number; name?: string } | null
    speed?: { id: number; name?: string } | null
  } | null
}

/** Bits, in decimal units. */
export interface ScpUsage {
  id: number
  used?: number
  max?: number | null
  cycle_started_at?: { iso_8601?: string } | null
}

export interface ScpGraph {
  status?: number
  from_time?: number
  to_time?: number
  /** In, out, and again for further ports. Bits per second. */
  data?: number[][]
  stats?: { sum?: number; avg?: number; min?: number; max?: number; nf?: number }[]
}
