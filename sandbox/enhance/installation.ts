/** One installation's state: organisations, people, subscriptions and websites, kept in the sandbox's store. */
import { createHash, randomUUID } from 'node:crypto'
import type { Kit } from '../core/system.ts'
import { MASTER_ORG_ID, SERVERS, type ServerSpec } from './catalogue.ts'
import type {
  LoginRecord,
  MemberRecord,
  OrgRecord,
  SignInRecord,
  SubscriptionRecord,
  WebsiteRecord,
} from './records.ts'
import { forbidden, invalid, notFound } from './refusal.ts'
import { isUuid } from './validation.ts'

const FIRST_SUBSCRIPTION_ID = 980

export class Installation {
  readonly kit: Kit

  constructor(kit: Kit) {
    this.kit = kit
  }

  get orgs() {
    return this.kit.store.collection<OrgRecord>('orgs')
  }

  get logins() {
    return this.kit.store.collection<LoginRecord>('logins')
  }

  get members() {
    return this.kit.store.collection<MemberRecord>('members')
  }

  get subscriptions() {
    return this.kit.store.collection<SubscriptionRecord>('subscriptions')
  }

  get websites() {
    return this.kit.store.collection<WebsiteRecord>('websites')
  }

  get signIns() {
    return this.kit.store.collection<SignInRecord>('sign_ins')
  }

  nextSubscriptionId(): number {
    return FIRST_SUBSCRIPTION_ID + this.kit.store.next('subscription')
  }

  nextBackupId(): number {
    return this.kit.store.next('backup')
  }

  newId(): string {
    return randomUUID()
  }

  stamp(): string {
    return new Date(this.kit.nowMs()).toISOString()
  }

  /** The organisation that sells stands in the path where customers are made; another one there has no right to. */
  requireMaster(id: string | undefined): void {
    if (!isUuid(id)) throw invalid('org_id: UUID parsing failed')
    if (id !== MASTER_ORG_ID) throw forbidden('Only the master organization may do this')
  }

  findOrg(id: string | undefined): OrgRecord {
    if (!isUuid(id)) throw invalid('org_id: UUID parsing failed')
    const org = id === MASTER_ORG_ID ? this.masterOrg() : this.orgs.get(id)
    if (!org) throw notFound('Organization')
    return org
  }

  /** A customer of the selling organisation that is still there. */
  findCustomer(id: string | undefined): OrgRecord {
    const org = this.findOrg(id)
    if (org.id === MASTER_ORG_ID) throw invalid('The master organization is no customer')
    return org
  }

  findSubscription(orgId: string | undefined, id: string | undefined): SubscriptionRecord {
    const org = this.findOrg(orgId)
    if (!/^\d+$/.test(id ?? '')) throw invalid('subscription_id: invalid digit found in string')
    const found = this.subscriptions.get(id ?? '')
    if (!found || found.subscriberId !== org.id) throw notFound('Subscription')
    return found
  }

  findWebsite(orgId: string | undefined, id: string | undefined): WebsiteRecord {
    const org = this.findOrg(orgId)
    if (!isUuid(id)) throw invalid('website_id: UUID parsing failed')
    const found = this.websites.get(id)
    if (!found || found.orgId !== org.id) throw notFound('Website')
    return found
  }

  websitesOf(subscriptionId: number): WebsiteRecord[] {
    return this.websites.list({
      filter: (site) => site.subscriptionId === subscriptionId && site.status !== 'deleted',
    })
  }

  ownerOf(orgId: string): { member: MemberRecord; login: LoginRecord } | null {
    const [member] = this.members.list({
      filter: (candidate) => candidate.orgId === orgId && candidate.roles.includes('Owner'),
      limit: 1,
    })
    const login = member && this.logins.get(member.loginId)
    return member && login ? { member, login } : null
  }

  /** Servers that take new websites. */
  openServers(): ServerSpec[] {
    return SERVERS.filter((server) => server.isConfigured && !server.isDecommissioned)
  }

  private masterOrg(): OrgRecord {
    return {
      id: MASTER_ORG_ID,
      parentId: null,
      name: 'EZSCALE web hosting',
      status: 'active',
      suspendedBy: null,
      createdAt: '2025-10-30T08:00:00Z',
    }
  }
}

export function fingerprint(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}
