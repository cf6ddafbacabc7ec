import { err, ok } from '#app/shared/result'
import type {
  CallSubject,
  ConnectionReport,
  ListedServer,
  LostServer,
  ObservedServer,
  PanelCustomer,
  PanelGroups,
  PanelOffers,
  PanelResult,
  PanelWith,
  ServerOrder,
  ServerPage,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import { EnhanceApi } from '#app/provisioning/drivers/enhance/api'
import { EnhanceCatalogue } from '#app/provisioning/drivers/enhance/catalogue'
import { changesOf } from '#app/provisioning/drivers/enhance/changes'
import type { EnhanceConnection } from '#app/provisioning/drivers/enhance/config'
import { copiesOf } from '#app/provisioning/drivers/enhance/copies'
import { EnhanceCustomers } from '#app/provisioning/drivers/enhance/customers'
import { domainsOf } from '#app/provisioning/drivers/enhance/domains'
import type { EnhanceCapability } from '#app/provisioning/drivers/enhance/driver'
import { EnhanceHosting } from '#app/provisioning/drivers/enhance/hosting'
import { readHosting, readListed, readUsage } from '#app/provisioning/drivers/enhance/observation'
import { pathOf, readReference } from '#app/provisioning/drivers/enhance/reference'
import type { EnhanceOrg, EnhanceSubscription } from '#app/provisioning/drivers/enhance/shapes'

/** Customers of one page of everything that stands there: each is asked for its subscriptions. */
const customersPerPage = 25

/** One Enhance installation. What the panel says and means is in README.md beside this file. */
export class EnhancePanel implements PanelWith<EnhanceCapability> {
  private api: EnhanceApi
  private catalogue: EnhanceCatalogue
  private customers: EnhanceCustomers
  private hosting: EnhanceHosting
  readonly resize: PanelGroups['resize']
  readonly passwordReset: PanelGroups['passwordReset']
  readonly signIn: PanelGroups['signIn']
  readonly backupList: PanelGroups['backupList']
  readonly backupCreation: PanelGroups['backupCreation']
  readonly backupRestore: PanelGroups['backupRestore']
  readonly backupRemoval: PanelGroups['backupRemoval']
  readonly domains: PanelGroups['domains']

  constructor(
    private connection: EnhanceConnection,
    subject: CallSubject
  ) {
    const api = new EnhanceApi(connection, subject)
    const catalogue = new EnhanceCatalogue(api, connection.config)
    const customers = new EnhanceCustomers(api)
    const hosting = new EnhanceHosting(api, catalogue)
    this.api = api
    this.catalogue = catalogue
    this.customers = customers
    this.hosting = hosting
    const changes = changesOf({ api, catalogue, customers })
    this.resize = changes.resize
    this.passwordReset = changes.passwordReset
    this.signIn = changes.signIn
    const copies = copiesOf(api, hosting)
    this.backupList = copies.backupList
    this.backupCreation = copies.backupCreation
    this.backupRestore = copies.backupRestore
    this.backupRemoval = copies.backupRemoval
    this.domains = domainsOf(api, hosting)
  }

  readonly capacity: PanelGroups['capacity'] = { readCapacity: () => this.catalogue.readCapacity() }

  readonly installation: PanelGroups['installation'] = {
    buildServer: (reference, build) => this.hosting.buildServer(reference, build),
  }

  readonly usage: PanelGroups['usage'] = {
    readUsage: async (reference) => {
      const found = await this.subscription(reference)
      return found.ok ? ok(readUsage(found.value.resources)) : found
    },
  }

  /** The plans are open to everybody, so the organisation and the servers are what prove our rights. */
  async checkConnection(): PanelResult<ConnectionReport> {
    const org = await this.api.call<EnhanceOrg>('GET', `/orgs/${this.api.master}`)
    if (!org.ok) return org.error.type === 'gone' ? err(masterMissing) : org
    const plans = await this.catalogue.listPlans()
    if (!plans.ok) return plans
    const groups = await this.catalogue.listGroups()
    if (!groups.ok) return groups
    const version = await this.api.call<unknown>('GET', '/version')
    const { group } = this.connection.config
    const isKnown = !group || groups.value.some(({ id, name }) => id === group || name === group)
    return ok({
      packages: plans.value.map(({ name }) => name),
      groups: groups.value.map(({ name }) => name),
      version: version.ok && typeof version.value === 'string' ? version.value : null,
      warnings: isKnown ? [] : [`The panel has no group of servers called "${group}".`],
    })
  }

  listOffers(): PanelResult<PanelOffers> {
    return this.catalogue.listOffers()
  }

  findOrCreateUser(customer: PanelCustomer): PanelResult<ServerReference> {
    return this.customers.findOrCreate(customer)
  }

  createServer(order: ServerOrder): PanelResult<ServerReference> {
    return this.hosting.createServer(order)
  }

  findCreatedServer(lost: LostServer): PanelResult<ServerReference | null> {
    return this.hosting.findCreatedServer(lost)
  }

  async observeServer(reference: string): PanelResult<ObservedServer> {
    const subscription = await this.subscription(reference)
    if (!subscription.ok) return subscription
    const org = await this.api.call<EnhanceOrg>('GET', `/orgs/${readReference(reference).org}`)
    if (!org.ok) return org
    const sites = await this.hosting.websitesOf(reference)
    if (!sites.ok) return sites
    const branding = await this.api.call<{ nameServers?: string[] } | null>('GET', '/branding')
    return ok(
      readHosting({
        reference,
        org: org.value,
        subscription: subscription.value,
        sites: sites.value,
        // Nice to know, and no reason to know nothing of the rest.
        nameServers: branding.ok ? (branding.value?.nameServers ?? []) : [],
      })
    )
  }

  async listServers(page: string | null): PanelResult<ServerPage> {
    const offset = Number(page ?? 0)
    const orgs = await this.api.page<EnhanceOrg>(`/orgs/${this.api.master}/customers`, {
      offset,
      limit: customersPerPage,
    })
    if (!orgs.ok) return orgs
    const servers: ListedServer[] = []
    for (const org of orgs.value.rows.filter(({ subscriptionsCount }) => subscriptionsCount > 0)) {
      const all = await this.api.list<EnhanceSubscription>(`/orgs/${org.id}/subscriptions`)
      if (!all.ok) return all
      const open = all.value.filter(({ status }) => status !== 'deleted')
      servers.push(...open.map((subscription) => readListed(org, subscription)))
    }
    return ok({ servers, next: orgs.value.next === null ? null : String(orgs.value.next) })
  }

  suspendServer(reference: string): PanelResult<void> {
    return this.patch(reference, { isSuspended: true })
  }

  /** Where somebody suspended the whole customer, that is lifted first; what else of theirs we hold stays held. */
  async resumeServer(reference: string): PanelResult<void> {
    const path = `/orgs/${readReference(reference).org}`
    const org = await this.api.call<EnhanceOrg>('GET', path)
    if (!org.ok) return org
    if (org.value.suspendedBy) {
      const lifted = await this.api.call('PATCH', path, { isSuspended: false })
      if (!lifted.ok) return lifted
    }
    return this.patch(reference, { isSuspended: false })
  }

  async removeServer(reference: string): PanelResult<void> {
    const isForced = this.connection.config.keepsDeleted !== true
    const removed = await this.api.call('DELETE', `${pathOf(reference)}?force=${isForced}`)
    return removed.ok || removed.error.type === 'gone' ? ok() : removed
  }

  /** One that is only marked as deleted still answers. */
  private async subscription(reference: string): PanelResult<EnhanceSubscription> {
    const found = await this.api.call<EnhanceSubscription>('GET', pathOf(reference))
    if (!found.ok) return found
    return found.value.status === 'deleted'
      ? err({ type: 'gone', message: 'The subscription is deleted.' })
      : found
  }

  /** One that is only marked as deleted takes changes, which would prove nothing. */
  private async patch(reference: string, change: { isSuspended: boolean }): PanelResult<void> {
    const present = await this.subscription(reference)
    if (!present.ok) return present
    const changed = await this.api.call('PATCH', pathOf(reference), change)
    return changed.ok ? ok() : changed
  }
}

const masterMissing = {
  type: 'misconfigured',
  message: 'The panel does not know the master organisation of the settings.',
} as const
