import type { HttpContext } from '@adonisjs/core/http'
import { type Ability, isAllowed } from '#app/shared/http/caller'
import { readId, showId } from '#app/shared/ids'
import { findCustomerTax, showCustomerTax, taxSubdivisions } from '#app/billing/index'
import {
  findBalance,
  listInvoices as listOpenInvoices,
  listPreparations,
  listReceivedPayments,
  showBalance,
  showInvoice,
  showReceivedPayment,
  sumCollectionCases,
} from '#app/billing/index'
import {
  findGroupOfCustomer,
  findMentionableStaff,
  listCustomerGroups,
  listCustomerNotes,
  showCustomerNote,
} from '#app/customers/index'
import { toWire } from '#app/shared/money/money'
import { listOffers, showOffer } from '#app/offers/index'
import { listReferrals, presentReferralToStaff, showReferralLink } from '#app/promotions/index'
import { findPrivacy, showPrivacyToStaff } from '#app/privacy/index'
import { listBalances, listCustomerLedger } from '#app/ledger/index'
import { Clock } from '#app/shared/time/clock'
import { readTimelineQuestion } from '#app/reporting/http/read_timeline_question'
import { today } from '#app/reporting/http/today'
import { balanceToWire, ledgerEntryToWire } from '#app/reporting/http/transformers/ledger'
import {
  customerToWire, invoiceToWire, methodToWire, orderToWire, paymentToWire, personToWire, serviceToWire,
  signInToWire, subscriptionToWire,
} from '#app/reporting/http/transformers/records' // prettier-ignore
import {
  findCustomerFigures,
  listCustomerMethods,
  listCustomerPeople,
} from '#app/reporting/queries/find_customer'
import { listCustomerTimeline, readableKinds } from '#app/reporting/queries/list_customer_timeline'
import { listCustomerSignIns } from '#app/reporting/queries/list_customer_sign_ins'
import { listInvoices } from '#app/reporting/queries/list_invoices'
import { listOrders } from '#app/reporting/queries/list_orders'
import { showTimelineEntry } from '#app/reporting/http/transformers/timeline'
import { listPayments } from '#app/reporting/queries/list_payments'
import { listServices } from '#app/reporting/queries/list_services'
import { listSubscriptions } from '#app/reporting/queries/list_subscriptions'

/** So many quotes stand on the page; all of them are in their list. */
const offersMax = 5

const shownMax = 10
const notesMax = 20
/** One payment is for so many invoices at most. */
const openMax = 50

/**
 * The tabs of a customer's page. Each is asked for when it is opened, and only given to who may see it: a prop is a question
 * that runs when the page asks for it.
 */
export async function customerPageProps(ctx: HttpContext, customerId: string) {
  const may = (ability: Ability) => isAllowed(ctx.caller!, ability)
  const mine = { customerId, size: shownMax }
  const tab = String(ctx.request.qs().tab ?? 'overview')
  const on = <T>(name: string, ability: Ability, ask: () => Promise<T>) =>
    tab === name && may(ability) ? ask() : Promise.resolve(null)

  const seesMoney = may('staff:billing:read')
  return {
    tab,
    figures: seesMoney ? customerToWire(await findCustomerFigures(customerId, today())) : null,
    people: (await listCustomerPeople(customerId)).map(personToWire),
    standing: await on('overview', 'staff:customers:read', () => standingOf(customerId, seesMoney)),
    services: await on('overview', 'staff:services:read', async () =>
      (await listServices(mine)).rows.map(serviceToWire)
    ),
    invoices: await on('overview', 'staff:billing:read', async () =>
      (await listInvoices({ ...mine, today: today() })).rows.map(invoiceToWire)
    ),
    notes: await on('overview', 'staff:customers:read', () => notesOf(customerId, { isPinned: false })),
    pinned: await on('timeline', 'staff:customers:read', () => notesOf(customerId, { isPinned: true })),
    timeline: await on('timeline', 'staff:customers:read', () => timelineOf(ctx, customerId)),
    colleagues: await colleaguesFor(ctx, tab),
    subscriptions: await on('billing', 'staff:services:read', async () =>
      (await listSubscriptions(mine)).rows.map(subscriptionToWire)
    ),
    orders: await on('billing', 'staff:billing:read', async () =>
      (await listOrders(mine)).rows.map(orderToWire)
    ),
    payments: await on('billing', 'staff:billing:read', async () =>
      (await listPayments(mine)).rows.map(paymentToWire)
    ),
    methods: await on('billing', 'staff:billing:read', async () =>
      (await listCustomerMethods(customerId)).map(methodToWire)
    ),
    money: await on('billing', 'staff:billing:read', () => moneyOf(customerId)),
    tax: await on('tax', 'staff:billing:read', () => taxOf(customerId)),
    drafts: await on('billing', 'staff:billing:read', () => listPreparations(customerId)),
    offers: await on('billing', 'staff:billing:read', async () =>
      (
        await listOffers({ customerId: null, ofCustomerId: customerId, before: null, size: offersMax })
      ).rows.map(showOffer)
    ),
    referrals: await on('billing', 'staff:billing:read', () => referralsOf(ctx, customerId)),
    ledger: await on('ledger', 'staff:billing:read', () => ledgerOf(ctx, customerId)),
    privacy: await on('privacy', 'staff:customers:read', async () =>
      showPrivacyToStaff(await findPrivacy(customerId, new Clock().now()))
    ),
    sign_ins: await on('sign_ins', 'staff:customers:read', async () =>
      (await listCustomerSignIns(customerId)).map(signInToWire)
    ),
  }
}

/** The balance, what is open, and what was recorded by hand. */
async function moneyOf(customerId: string) {
  const open = await listOpenInvoices({ customerId, status: 'open', before: null, size: openMax })
  const received = await listReceivedPayments({ customerId, before: null, size: shownMax })
  return {
    balance: showBalance((await findBalance(customerId, new Clock().now()))!),
    open_invoices: open.rows.map(showInvoice),
    received: received.rows.map(showReceivedPayment),
    today: today(),
  }
}

/** The link, whom it brought, and who brought the customer. */
async function referralsOf(ctx: HttpContext, customerId: string) {
  const { rows } = await listReferrals({ customerId, size: shownMax })
  return { link: await showReferralLink(ctx, customerId), rows: rows.map(presentReferralToStaff) }
}

async function taxOf(customerId: string) {
  const page = (await findCustomerTax(customerId, new Clock()))!
  return { known: showCustomerTax(page), subdivisions: taxSubdivisions, today: page.on }
}

async function ledgerOf(ctx: HttpContext, customerId: string) {
  const cursor = readId('journalEntry', ctx.request.qs().cursor)
  const balances = await listBalances({ customerId })
  const entries = await listCustomerLedger({ customerId, cursor })
  return {
    balances: balances.map(balanceToWire),
    entries: entries.rows.map(ledgerEntryToWire),
    next_cursor: entries.nextCursor ? showId('journalEntry', entries.nextCursor) : null,
  }
}

/** What happened between us and the customer, as the address asks for it. */
async function timelineOf(ctx: HttpContext, customerId: string) {
  const caller = ctx.caller!
  const { rows, nextCursor } = await listCustomerTimeline(caller, {
    customerId,
    ...readTimelineQuestion(ctx),
  })
  return { entries: rows.map(showTimelineEntry), next_cursor: nextCursor, kinds: readableKinds(caller) }
}

async function notesOf(customerId: string, { isPinned }: { isPinned: boolean }) {
  const { rows } = await listCustomerNotes(customerId, { before: null, size: notesMax, isPinned })
  return rows.map(showCustomerNote)
}

/** To whom a note can be addressed; asked where notes are written. */
async function colleaguesFor({ caller }: HttpContext, tab: string) {
  const writes = isAllowed(caller!, 'staff:customers:write') && ['overview', 'timeline'].includes(tab)
  if (!writes) return []
  const colleagues = (await findMentionableStaff()).filter(({ id }) => id !== caller!.userId)
  return colleagues.map(({ id, name }) => ({ id: showId('user', id), name }))
}

/** The group that a customer is in, those to choose from, and what an agency has of theirs. */
async function standingOf(customerId: string, seesMoney: boolean) {
  const [group, groups] = [await findGroupOfCustomer(customerId), await listCustomerGroups()]
  const totals = seesMoney ? await sumCollectionCases(customerId) : []
  return {
    group_id: group ? showId('customerGroup', group.id) : null,
    groups: groups.map(({ id, name }) => ({ id: showId('customerGroup', id), name })),
    with_agency: totals.filter(({ state }) => state === 'with_agency').map(toWire),
  }
}
