/** The members of the answers that we read. Ids come with or without dashes. */

export interface KasmImage {
  image_id: string
  friendly_name: string
  enabled: boolean
  available?: boolean
  hidden?: boolean
  categories?: string[] | string | null
}

export interface KasmZone {
  zone_id: string
  zone_name: string
}

export interface KasmGroup {
  group_id: string
  name: string
  is_system?: boolean
}

export interface KasmUser {
  user_id: string
  username: string
  locked: boolean
  disabled: boolean
  groups?: { group_id: string; name: string }[]
  organization?: string | null
  created?: string | null
  kasms?: KasmSession[]
}

export interface KasmSession {
  kasm_id: string
  user_id: string
  operational_status?: string
  start_date: string
  expiration_date: string | null
  image?: { friendly_name?: string; name?: string }
  image_id?: string
}
