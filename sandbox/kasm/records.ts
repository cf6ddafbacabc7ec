/** What the stand-in keeps of users, groups and sessions. Ids are 32 hexadecimal digits; some answers put dashes into them. */

export interface UserRecord {
  id: string
  username: string
  passwordSha256: string
  firstName: string | null
  lastName: string | null
  organization: string | null
  phone: string | null
  locked: boolean
  disabled: boolean
  groupIds: string[]
  attributes: Record<string, unknown>
  createdAt: string
  lastSessionAt: string | null
}

/** Limits of a group are texts, as the vendor keeps every setting. */
export interface GroupRecord {
  id: string
  name: string
  description: string
  priority: number
  isSystem: boolean
  imageIds: string[]
  settings: Record<string, string>
}

export type SessionState = 'requested' | 'starting' | 'running' | 'failed'

export interface SessionRecord {
  id: string
  userId: string
  imageId: string
  serverId: string
  state: SessionState
  token: string
  shareId: string | null
  startedAt: string
  expiresAt: string
  keptAliveAt: string
}

export interface SignInRecord {
  token: string
  userId: string
  expiresAt: string
  usedAt: string | null
}
