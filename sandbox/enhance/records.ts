/** What the installation remembers. Field names are ours; `present.ts` turns them into the vendor's. */

export interface OrgRecord {
  id: string
  parentId: string | null
  name: string
  status: 'active' | 'deleted'
  suspendedBy: string | null
  createdAt: string
}

export interface LoginRecord {
  id: string
  /** The organisation in whose realm the address is unique: the one that sells. */
  realmId: string
  email: string
  name: string
  /** Only a fingerprint: nobody reads a password back. */
  passwordSha256: string
  registeredAt: string
  passwordChangedAt: string
}

export const roles = ['Owner', 'SuperAdmin', 'Business', 'SiteAccess', 'Support', 'Sysadmin'] as const
export type Role = (typeof roles)[number]

export interface MemberRecord {
  id: string
  orgId: string
  loginId: string
  roles: Role[]
  joinedAt: string
}

export interface SubscriptionRecord {
  id: number
  planId: number
  subscriberId: string
  status: 'active' | 'deleted'
  suspendedBy: string | null
  friendlyName: string
  createdAt: string
}

export type DomainKind = 'primary' | 'preview' | 'addon' | 'alias' | 'subdomain'

export interface DomainRecord {
  id: string
  domain: string
  kind: DomainKind
  documentRoot: string
}

export interface BackupRecord {
  id: number
  startedAt: string
  finishedAt: string | null
  sizeBytes: number
  description: string
  outcome: 'started' | 'successful' | 'failed'
  /** What the site looked like: restoring puts it back. */
  sizeOfSiteBytes: number
}

export interface WebsiteRecord {
  id: string
  orgId: string
  subscriptionId: number | null
  status: 'active' | 'disabled' | 'deleted'
  suspendedBy: string | null
  domains: DomainRecord[]
  phpVersion: string
  serverId: string
  unixUser: string
  sizeBytes: number
  transferBytes: number
  mailboxes: number
  databases: number
  backups: BackupRecord[]
  createdAt: string
}

export interface SignInRecord {
  id: string
  orgId: string
  memberId: string
  expiresAt: string
  usedAt: string | null
}
