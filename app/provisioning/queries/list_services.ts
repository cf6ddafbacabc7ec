import { type ExpressionBuilder, sql } from 'kysely'
import type { Translations } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import { keptQuestion, type Slot } from '#app/shared/database/kept_question'
import { inReadTransaction } from '#app/shared/database/unit'
import type { DB } from '#app/shared/database/schema'
import { type Page, toPage } from '#app/shared/http/keyset'
import { readId } from '#app/shared/ids'
import type { ServiceStatus } from '#app/provisioning/domain/service'
import type { PanelConfig } from '#app/provisioning/drivers/contract'
import { type ServiceRow, toService } from '#app/provisioning/records/services'

export interface ServiceFilter {
  /** Only this customer's; null for all of the tenant. */
  customerId: string | null
  /** Only these of them, for a member who sees chosen ones. */
  serviceIds?: string[] | null
  status?: ServiceStatus
  panelId?: string
  planId?: string
  /** A host name or its beginning, or an id of a service, customer or subscription. */
  search?: string
  before: string | null
  size: number
}

export interface ListedService extends ServiceRow {
  customerName: string
  planName: string
  productName: string
  /** The same two in other languages. */
  translations: { product: Translations; plan: Translations }
  panelCode: string
  panelName: string
  location: string
  driver: string
  panelConfig: PanelConfig
}

/** Product and plan as a reader's language calls them; what has no name in it stays as the tenant wrote it. */
export function serviceIn(service: ListedService, locale: string): ListedService {
  const { product, plan } = service.translations
  return {
    ...service,
    productName: product[locale]?.name ?? service.productName,
    planName: plan[locale]?.name ?? service.planName,
  }
}

/**
 * Which services are there, newest first? The page is chosen by index from services alone and joined after, so that its cost
 * does not grow with the number of services.
 */
export function listServices(filter: ServiceFilter): Promise<Page<ListedService>> {
  return inReadTransaction(async () => {
    const rows = await withNames((services) => chosen(services, filter)).execute()
    return toPage(rows.map(toListedService), filter.size)
  })
}

export function findListedService(id: string, customerId: string | null): Promise<ListedService | null> {
  return inReadTransaction(async () => {
    const [row] = await (customerId ? askForOneOf({ id, customerId }) : askForOne({ id }))
    return row ? toListedService(row) : null
  })
}

const askForOne = keptQuestion((slot: Slot<'id'>) =>
  withNames((services) => services.where('id', '=', slot('id')))
)

const askForOneOf = keptQuestion((slot: Slot<'id' | 'customerId'>) =>
  withNames((services) => services.where('id', '=', slot('id')).where('customer_id', '=', slot('customerId')))
)

type ServiceSelection = ReturnType<typeof selectServices>

function selectServices() {
  return db.selectFrom('services').selectAll()
}

function chosen(
  services: ServiceSelection,
  { customerId, serviceIds, status, panelId, planId, search, before, size }: ServiceFilter
) {
  let query = services.orderBy('id', 'desc').limit(size + 1)
  if (customerId) query = query.where('customer_id', '=', customerId)
  if (serviceIds) query = query.where(eqAny('id', serviceIds))
  if (status) query = query.where('status', '=', status)
  if (panelId) query = query.where('panel_id', '=', panelId)
  if (planId) query = query.where('plan_id', '=', planId)
  if (before) query = query.where('id', '<', before)
  const text = search?.trim().toLowerCase()
  return text ? query.where((eb) => matching(eb, text)) : query
}

/** An empty list is allowed, and finds nothing. */
function eqAny(column: 'id', ids: string[]) {
  return sql<boolean>`${sql.ref(column)} = any(${ids}::uuid[])`
}

/** A prefix is a range of the index, because row level security keeps `like` away from it. */
function matching(eb: ExpressionBuilder<DB, 'services'>, text: string) {
  const [service, customer, subscription] = [
    readId('service', text),
    readId('customer', text),
    readId('subscription', text),
  ]
  if (service) return eb('id', '=', service)
  if (customer) return eb('customer_id', '=', customer)
  if (subscription) return eb('subscription_id', '=', subscription)
  return sql<boolean>`hostname ~>=~ ${text} and hostname ~<~ ${`${text}\u{10FFFF}`}`
}

/**
 * Names are looked up for each row of the page, never joined as tables: tenants are not counted (ADR 11), so of the two the planner may
 * choose to go through all customers of a large one.
 */
function withNames(choose: (services: ServiceSelection) => ServiceSelection) {
  return db
    .with('page', () => choose(selectServices()))
    .selectFrom('page')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('customers')
          .select('customers.name as customer_name')
          .whereRef('customers.tenant_id', '=', 'page.tenant_id')
          .whereRef('customers.id', '=', 'page.customer_id')
          .limit(1)
          .as('owner'),
      (join) => join.onTrue()
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('plans')
          .innerJoin('products', (join) =>
            join
              .onRef('products.id', '=', 'plans.product_id')
              .onRef('products.tenant_id', '=', 'plans.tenant_id')
          )
          .select([
            'plans.name as plan_name',
            'plans.translations as plan_translations',
            'products.name as product_name',
            'products.translations as product_translations',
          ])
          .whereRef('plans.tenant_id', '=', 'page.tenant_id')
          .whereRef('plans.id', '=', 'page.plan_id')
          .limit(1)
          .as('sold'),
      (join) => join.onTrue()
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('panels')
          .select([
            'panels.code as panel_code',
            'panels.name as panel_name',
            'panels.location',
            'panels.driver',
            'panels.config as panel_config',
          ])
          .whereRef('panels.tenant_id', '=', 'page.tenant_id')
          .whereRef('panels.id', '=', 'page.panel_id')
          .limit(1)
          .as('place'),
      (join) => join.onTrue()
    )
    .selectAll('page')
    .select([
      'owner.customer_name',
      'sold.plan_name',
      'sold.product_name',
      'sold.plan_translations',
      'sold.product_translations',
      'place.panel_code',
      'place.panel_name',
      'place.location',
      'place.driver',
      'place.panel_config',
    ])
    .orderBy('page.id', 'desc')
}

type NamedRow = Awaited<ReturnType<ReturnType<typeof withNames>['executeTakeFirstOrThrow']>>

function toListedService(row: NamedRow): ListedService {
  return {
    ...toService(row),
    customerName: row.customer_name,
    planName: row.plan_name,
    productName: row.product_name,
    translations: {
      product: row.product_translations as Translations,
      plan: row.plan_translations as Translations,
    },
    panelCode: row.panel_code,
    panelName: row.panel_name,
    location: row.location,
    driver: row.driver,
    panelConfig: row.panel_config as PanelConfig,
  }
}
