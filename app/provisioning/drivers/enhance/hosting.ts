import { err, ok } from '#app/shared/result'
import type {
  LostServer,
  PanelFailure,
  PanelResult,
  ServerBuild,
  ServerCredentials,
  ServerOrder,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import type { EnhanceApi } from '#app/provisioning/drivers/enhance/api'
import type { EnhanceCatalogue } from '#app/provisioning/drivers/enhance/catalogue'
import {
  bearsMark,
  nameWithMark,
  readReference,
  writeReference,
} from '#app/provisioning/drivers/enhance/reference'
import type {
  EnhanceDomainUse,
  EnhanceSubscription,
  EnhanceWebsite,
} from '#app/provisioning/drivers/enhance/shapes'

const noServer: PanelFailure = {
  type: 'refused',
  reason: 'no_capacity',
  message: 'No server of the panel takes websites now.',
}
const onlyHosting: PanelFailure = { type: 'misconfigured', message: 'Enhance runs web hosting only.' }

/** How hosting comes to be: a subscription to a plan first, then the website of the chosen domain in it. */
export class EnhanceHosting {
  constructor(
    private api: EnhanceApi,
    private catalogue: EnhanceCatalogue
  ) {}

  /** A domain that cannot be had, or no server for its website, is found out before anything is made. */
  async createServer(order: ServerOrder): PanelResult<ServerReference> {
    if (order.spec.kind !== 'hosting') return err(onlyHosting)
    const plan = await this.catalogue.findPlan(order.spec.package)
    if (!plan.ok) return plan
    const known = await this.find(order)
    if (!known.ok || known.value) return known.ok ? ok(known.value!) : known
    const domain = await this.refuseTaken(order.userReference, order.hostname)
    if (!domain.ok) return domain
    const room = await this.catalogue.readCapacity()
    if (!room.ok) return room
    if (room.value.machines.length === 0) return err(noServer)
    const created = await this.api.create<number>(
      `/orgs/${this.api.master}/customers/${order.userReference}/subscriptions`,
      { planId: plan.value.id, friendlyName: nameWithMark(order.hostname, order.tag) }
    )
    if (!created.ok) return created.error.type === 'gone' ? err(customerGone) : created
    return ok({ reference: writeReference({ org: order.userReference, subscription: created.value }) })
  }

  async findCreatedServer({ knownReferences, ...lost }: LostServer): PanelResult<ServerReference | null> {
    const found = await this.find(lost)
    if (!found.ok || !found.value) return found
    return ok(knownReferences.includes(found.value.reference) ? null : found.value)
  }

  /** The people of an organisation sign in themselves: a website has no password of its own. */
  async buildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials> {
    const { org, subscription } = readReference(reference)
    const credentials: ServerCredentials = { user: '', password: '', belongsToUser: true }
    const sites = await this.websitesOf(reference)
    if (!sites.ok) return sites
    if (sites.value.length > 0) return ok(credentials)
    const group = await this.catalogue.findGroup()
    if (!group.ok) return group
    const phpVersion = build.spec.kind === 'hosting' ? build.spec.phpVersion : ''
    const made = await this.api.create(`/orgs/${org}/websites`, {
      domain: bareDomain(build.hostname),
      subscriptionId: subscription,
      ...(group.value ? { serverGroupId: group.value.id } : {}),
      ...(phpVersion ? { phpVersion } : {}),
    })
    return made.ok ? ok(credentials) : made
  }

  async websitesOf(reference: string): PanelResult<EnhanceWebsite[]> {
    const { org, subscription } = readReference(reference)
    const sites = await this.api.list<EnhanceWebsite>(`/orgs/${org}/websites?subscriptionId=${subscription}`)
    if (!sites.ok) return sites
    const open = sites.value.filter((site) => site.status !== 'deleted')
    // Held to the subscription again: a panel that does not know the filter would give all of the customer's.
    return ok(open.filter((site) => site.subscriptionId === subscription))
  }

  /** No external id exists anywhere, so the mark in the name of a subscription is what it is recognised by. */
  private async find({ userReference, tag }: { userReference: string; tag: string }) {
    const all = await this.api.list<EnhanceSubscription>(`/orgs/${userReference}/subscriptions`)
    if (!all.ok) return all
    const found = all.value.find(
      ({ status, friendlyName }) => status !== 'deleted' && bearsMark(friendlyName, tag)
    )
    return ok(found ? { reference: writeReference({ org: userReference, subscription: found.id }) } : null)
  }

  private async refuseTaken(org: string, hostname: string): PanelResult<void> {
    const domain = bareDomain(hostname)
    const use = await this.api.call<EnhanceDomainUse | null>('POST', `/orgs/${org}/domains/check`, { domain })
    if (!use.ok) {
      if (use.error.type === 'gone') return err(customerGone)
      // Asking changed nothing.
      return use.error.type === 'unknown' ? err({ ...use.error, type: 'retry_later' }) : use
    }
    const sentence = use.value ? takenSentences[use.value.status] : undefined
    return sentence ? err({ type: 'refused', reason: 'conflict', message: `${domain} ${sentence}` }) : ok()
  }
}

const customerGone: PanelFailure = {
  type: 'misconfigured',
  message: 'The organisation of this customer is not on the panel any more.',
}

const takenSentences: Partial<Record<EnhanceDomainUse['status'], string>> = {
  inUseCurrentOrg: 'is in use by another website of this customer.',
  inUseAnotherOrg: 'is in use by another customer.',
  inUseDeletedSite: 'belongs to a website that was deleted and is not removed yet.',
  prohibited: 'may not be used on this panel.',
}

/** The panel serves `www.` by itself. */
export function bareDomain(hostname: string): string {
  return hostname.toLowerCase().replace(/^www\./, '')
}
