/** The members of the panel's answers that this driver reads. */

export interface EnhanceOrg {
  id: string
  name: string
  status: 'active' | 'deleted'
  suspendedBy?: string
  ownerEmail?: string
  ownerLoginId?: string
  subscriptionsCount: number
  createdAt: string
}

export interface EnhancePlan {
  id: number
  name: string
  planType: string
  resources: { name: string; total?: number }[]
  serverGroupIds?: string[]
  allowServerGroupSelection?: boolean
}

export interface EnhanceSubscription {
  id: number
  planId: number
  planName: string
  subscriberId: string
  status: 'active' | 'deleted'
  suspendedBy?: string
  resources: EnhanceResource[]
  friendlyName?: string
}

/** Without a total it is unlimited. Disk and transfer are bytes. */
export interface EnhanceResource {
  name: string
  total?: number
  usage: number
}

export interface EnhanceDomain {
  id: string
  domain: string
  kind: string
}

export interface EnhanceWebsite {
  id: string
  domain: EnhanceDomain | null
  aliases?: EnhanceDomain[]
  subscriptionId?: number
  status: 'active' | 'disabled' | 'deleted'
  suspendedBy?: string
  serverIps?: { ip: string; isPrimary: boolean }[]
  unixUser?: string
  phpVersion?: string
  createdAt: string
}

export interface EnhanceMapping {
  domainId: string
  websiteId: string
  domain: string
  mappingKind: string
}

export interface EnhanceServer {
  id: string
  friendlyName?: string
  groupId: string
  isConfigured: boolean
  isDecommissioned: boolean
  roles?: { application?: string }
}

export interface EnhanceGroup {
  id: string
  name: string
}

export interface EnhanceMember {
  id: string
  loginId: string
  email: string
  roles: string[]
}

export interface EnhanceLogin {
  id: string
  email: string
  registeredAt: string
}

export interface EnhanceBackup {
  id: number
  startedAt: string
  finishedAt?: string
  size?: number
  homeDirStatus?: string
  mysqlDbsStatus?: string
  emailsStatus?: string
  description?: string
}

/** Where a name is in use already. */
export interface EnhanceDomainUse {
  status: 'notInUse' | 'inUseCurrentOrg' | 'inUseAnotherOrg' | 'inUseDeletedSite' | 'prohibited'
  websiteId?: string
}
