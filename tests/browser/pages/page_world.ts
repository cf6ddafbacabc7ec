import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { RequestReplay } from '#app/billing/actions/request_replay'
import { RefundMoney } from '#app/billing/index'
import { payLinkPath } from '#app/payments/index'
import { FollowDispute } from '#app/payments/actions/follow_dispute'
import { SignUp, UpdateCustomer } from '#app/customers/index'
import { SettleGateway } from '#app/payments/actions/settle_gateway'
import { AddStaffMember } from '#app/identity/index'
import { SetSignInRules } from '#app/identity/actions/set_sign_in_rules'
import { UpdateProfile } from '#app/identity/actions/update_profile'
import { seedBrand } from '#database/seeders/demo_tenant'
import { readBankStatement } from '#tests/browser/pages/page_bank'
import { Shopper } from '#tests/journeys/shopper'
import { World } from '#tests/journeys/world'
import type { Sandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

export const password = 'a long enough password'

/** Names as unkind as people's real ones: long, and with nowhere to break. */
export const longNames = {
  person: 'Maximiliane-Theodora Freifrau von Hohenlohe-Waldenburg-Schillingsfürst',
  company: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KGaA',
  hostname:
    'really-long-host-name-of-a-database-replica-nobody-shortens.rechenzentrum-frankfurt-am-main.example.com',
  street: 'Bischöflich-Geistlicher-Rat-Josef-Zinnbauer-Straße 117, Hinterhaus, 4. Obergeschoss',
  note: `Asked about https://status.example.com/${'incident'.repeat(18)} and was called back.`,
}

/** A business with its people: where its pages are, and who signs in. */
export interface Place {
  tenant: Tenant
  customer: { email: string; password: string }
  staff: { email: string; password: string }
}

export interface PageWorld {
  world: World
  /** A business in its second month: money came and did not come, servers run, stand still, and could not be built. */
  busy: Place
  /** A business on its first day: nothing is there yet. */
  bare: Place
  records: PageRecords
}

/** Records to show pages with, by their ids as addresses have them. */
export type PageRecords = Record<
  | 'product'
  | 'staffProduct'
  | 'plan'
  | 'customer'
  | 'activeService'
  | 'suspendedService'
  | 'finishedOrder'
  | 'waitingOrder'
  | 'failedOrder'
  | 'paidInvoice'
  | 'openInvoice'
  | 'payLink'
  | 'payment'
  | 'failedPayment'
  | 'operation'
  | 'failedOperation'
  | 'subscription'
  | 'gateway'
  | 'refund'
  | 'dispute'
  | 'replay',
  string
>

/** Tells the story whose traces the pages show. */
export async function makePageWorld(sandbox: Sandbox): Promise<PageWorld> {
  const world = await World.begin(sandbox, { at: '2026-03-10T09:00:00Z' })
  const ada = await Shopper.signUp(world)
  await ada.buy({ plan: 1, hostname: longNames.hostname })
  await world.on('2026-03-20')
  await ada.buy()
  await world.on('2026-04-03')
  await world.on('2026-04-10')
  await world.on('2026-04-13')
  await sandbox.fault('virtfusion', 'build_fails')
  await ada.buy({ plan: 2 })
  await sandbox.clearFaults()
  await sandbox.fault('stripe', 'decline_charges')
  for (const tryOn of ['2026-04-20', '2026-04-21', '2026-04-23', '2026-04-25']) await world.on(tryOn)
  await sandbox.clearFaults()
  await ada.order({ plan: 3, location: 'nyc' })
  await world.settle()
  await giveLongNames(world.tenant, ada)
  await replayMonths(world)
  await settleGateways(world)
  await askBack(world, sandbox)
  await readBankStatement(world, longNames)
  const bare = await createTenant({ at: '2026-03-10T09:00:00Z' })
  await as(bare, () => inTransaction(() => seedBrand()))
  return {
    world,
    busy: { tenant: world.tenant, customer: { email: ada.email, password }, staff: await hire(world.tenant) },
    bare: { tenant: bare, customer: await welcome(bare), staff: await hire(bare) },
    records: await world.read(() => findRecords(ada.customerId)),
  }
}

/** Two months with prices a tenth higher, which staff asked for. */
async function replayMonths(world: World): Promise<void> {
  const question = { fromMonth: '2026-03', toMonth: '2026-04', pricePercent: '10', planPrices: [] }
  const asItWas = { taxRounding: null, taxPercents: {}, proration: null }
  const asked = await as(world.tenant, async () =>
    (await app.container.make(RequestReplay)).execute({ ...question, ...asItWas })
  )
  if (!asked.ok) throw new Error(asked.error.type)
  await world.settle()
}

/** What the gateway did with the money, as of now. */
async function settleGateways(world: World): Promise<void> {
  const settle = await app.container.make(SettleGateway)
  const gateways = await world.read(() => db.selectFrom('gateways').select('id').execute())
  for (const { id } of gateways) await as(world.tenant, () => settle.execute({ gatewayId: id }))
}

/** A refund that waits for a second person, and a bank that asks about a payment. */
async function askBack(world: World, sandbox: Sandbox): Promise<void> {
  const paid = await world.read(() =>
    db
      .selectFrom('payments')
      .select(['id', 'gateway_id', 'gateway_reference', 'invoice_id'])
      .where('status', '=', 'succeeded')
      .orderBy('id')
      .executeTakeFirstOrThrow()
  )
  const asked = await as(world.tenant, async () =>
    (await app.container.make(RefundMoney)).execute({
      way: 'source',
      paymentId: paid.id,
      customerId: null,
      take: { of: 'invoice', invoiceId: paid.invoice_id!, wish: { of: 'amount', amount: 100n } },
      reason: longNames.note,
      requestedBy: newId(),
      requestKey: null,
    })
  )
  if (!asked.ok) throw new Error(asked.error.type)
  const opened = await sandbox.process.json<{ id: string }>('POST', `/_stripe/payments/${paid.gateway_reference}/dispute?inquiry=true`, {})
  const follow = { gatewayId: paid.gateway_id, reference: opened.id }
  await as(world.tenant, async () => (await app.container.make(FollowDispute)).execute(follow))
  await world.settle()
} // prettier-ignore

async function giveLongNames(tenant: Tenant, ada: Shopper): Promise<void> {
  const changed = await as(tenant, async () =>
    (await app.container.make(UpdateCustomer)).execute(ada.customerId, {
      kind: 'company',
      name: longNames.person,
      company_name: longNames.company,
      street: longNames.street,
    })
  )
  if (!changed.ok) throw new Error(changed.error.type)
  await as(tenant, async () =>
    (await app.container.make(UpdateProfile)).execute(ada.userId, { name: longNames.person })
  )
}

async function hire(tenant: Tenant): Promise<Place['staff']> {
  const email = 'sam.staff.with.a.rather.long.address@operations.hosting-company.example.com'
  const hired = await as(tenant, async () => {
    const add = await app.container.make(AddStaffMember)
    // So that every way in has its page.
    await (
      await app.container.make(SetSignInRules)
    ).execute({ staffSecondFactor: 'optional', signInLinks: true })
    return add.execute({ name: longNames.person, email, password, locale: 'en', roles: ['owner'] })
  })
  if (!hired.ok) throw new Error(hired.error.type)
  return { email, password }
}

async function welcome(tenant: Tenant): Promise<Place['customer']> {
  const person = { email: 'newcomer@example.test', password }
  const signedUp = await as(tenant, async () =>
    (await app.container.make(SignUp)).execute({
      ...person,
      name: 'Newcomer',
      currency: 'EUR',
      country: 'DE',
      locale: 'en',
    })
  )
  if (!signedUp.ok) throw new Error(signedUp.error.type)
  return person
}

async function findRecords(customerId: string): Promise<PageRecords> {
  const product = await db.selectFrom('products').select(['id', 'slug']).executeTakeFirstOrThrow()
  const plan = await db.selectFrom('plans').select('slug').orderBy('position').executeTakeFirstOrThrow()
  const idIn = async (
    table: 'services' | 'orders' | 'invoices' | 'payments' | 'operations',
    ...statuses: string[]
  ) => {
    const row = await db
      .selectFrom(table)
      .select('id')
      .where('status', 'in', statuses)
      .orderBy('id')
      .executeTakeFirst()
    if (!row) throw new Error(`None of the ${table} is ${statuses.join(' or ')}`)
    return row.id
  }
  const subscription = await db.selectFrom('subscriptions').select('id').executeTakeFirstOrThrow()
  const replay = await db.selectFrom('replays').select('id').executeTakeFirstOrThrow()
  const refund = await db.selectFrom('refunds').select('id').executeTakeFirstOrThrow()
  const dispute = await db.selectFrom('disputes').select('id').executeTakeFirstOrThrow()
  const openInvoice = await idIn('invoices', 'open')
  const gateway = await db.selectFrom('gateways').select('id').executeTakeFirstOrThrow()
  return {
    product: product.slug,
    staffProduct: showId('product', product.id),
    plan: plan.slug,
    customer: showId('customer', customerId),
    activeService: showId('service', await idIn('services', 'active')),
    suspendedService: showId('service', await idIn('services', 'suspended')),
    finishedOrder: showId('order', await idIn('orders', 'completed')),
    waitingOrder: showId('order', await idIn('orders', 'awaiting_payment')),
    failedOrder: showId('order', await idIn('orders', 'failed')),
    paidInvoice: showId('invoice', await idIn('invoices', 'paid')),
    openInvoice: showId('invoice', openInvoice),
    payLink: payLinkPath({ customerId, invoiceIds: [openInvoice] }),
    payment: showId('payment', await idIn('payments', 'succeeded')),
    failedPayment: showId('payment', await idIn('payments', 'failed')),
    operation: showId('operation', await idIn('operations', 'done')),
    failedOperation: showId('operation', await idIn('operations', 'failed')),
    subscription: showId('subscription', subscription.id),
    gateway: showId('gateway', gateway.id),
    refund: showId('refund', refund.id),
    dispute: showId('dispute', dispute.id),
    replay: showId('replay', replay.id),
  }
}
