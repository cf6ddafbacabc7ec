export interface TeamMember {
  id: string
  name: string
  email: string
  /** Null when the permissions were picked one by one. */
  role: string | null
  permissions: string[]
  /** The services that they see; null for all. */
  service_ids: string[] | null
  last_sign_in_at: string | null
}

export interface TeamInvitation {
  id: string
  email: string
  role: string | null
  permissions: string[]
  /** The services that they see; null for all. */
  service_ids: string[] | null
  expires_at: string
}
