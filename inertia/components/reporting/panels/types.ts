import type { PanelField } from '~/components/reporting/types'

export interface PanelKind {
  driver: string
  title: string
  fields: { settings: PanelField[]; secrets: PanelField[] }
}

export interface PanelSettings {
  version: number
  lost_after_minutes: number
  reverse_name_check: 'refuse' | 'warn' | 'off'
}

export interface Place {
  id: string
  name: string
}

/** What a panel says can be sold there, and whether our plans find what they want. */
export interface Offers {
  room: {
    servers: number | null
    memory_mb: number | null
    cpu_cores: number | null
    storage_gb: number | null
  }[]
  free_addresses: number | null
  packages: {
    name: string
    is_open: boolean
    cpu_cores: number | null
    memory_mb: number | null
    storage_gb: number | null
  }[]
  places: string[]
  images: { name: string; group: string; is_end_of_life: boolean }[]
  machines: { description: string; location: string; free: number }[]
  plans: { id: string; name: string; package: string | null; fault: string | null }[]
}

/** Null: not limited, or not said. */
export interface MachineSizes {
  servers: number | null
  memory_mb: number | null
  cpu_cores: number | null
  storage_gb: number | null
}

export interface PanelRoom {
  machines: { name: string | null; free: MachineSizes; total: MachineSizes | null }[]
  free_addresses: number | null
  promised_count: number
  plans: { id: string; name: string; free: number | null; is_at_least: boolean; taken: number | null }[]
}
