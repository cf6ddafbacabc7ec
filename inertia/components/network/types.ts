export interface Datacenter {
  id: string
  code: string
  name: string
  city: string
  country: string
}

export interface Pool {
  id: string
  name: string
  network: string
  family: 4 | 6
  gateway: string | null
  datacenter: Datacenter
  quarantine_hours: number
  note: string
  address_count: string
  held_count: number
  reserved_count: number
  resting_count: number
  fill_permille: number | null
}

export interface Holding {
  id: string
  address: string
  pool: { id: string; name: string } | null
  service: { id: string; hostname: string } | null
  customer: { id: string; name: string } | null
  panel: string | null
  note: string
  is_shared: boolean
  is_contested: boolean
  started_at: string
  ended_at: string | null
  rests_until: string | null
}
