import router from '@adonisjs/core/services/router'
import type { PageRecords } from '#tests/browser/pages/page_world'

export const pageSurfaces = ['storefront', 'account', 'admin', 'status'] as const
export type PageSurface = (typeof pageSurfaces)[number]

/** One page as one reader opens it. */
export interface PageVisit {
  route: string
  surface: PageSurface
  path: string
  /** Pages that only somebody who is not signed in sees. */
  isForStrangers: boolean
  /** Whether it needs a record or a gateway, which a business that begins today does not have. */
  needsRecord: boolean
}

/** Routes that are read but are no pages: what they answer instead. */
export const notPages: Record<string, string> = {
  'shop.sitemap': 'XML',
  'shop.robots': 'plain text',
  'impersonations.show': 'a redirect: a staff member comes over',
  'oauth_interactions.show':
    'nothing, unless an application sent this browser: see tests/identity/api/oauth.spec.ts',
  'own_search.show': 'JSON for the command palette',
  'own_services.choices': 'JSON for the services that a member sees',
  'admin.retention.preview': 'JSON for the look at what would go',
  'provider_sign_ins.create': 'a redirect to another site: see tests/identity/api/provider_sign_in.spec.ts',
  'provider_sign_ins.show': 'a redirect, back from another site',
  'own_exports.show': 'the ZIP of a copy of data',
  'admin.searches.index': 'JSON for the command palette',
  'admin.bank.search': 'JSON for the review of transfers',
  'own_templates.index': 'JSON for the rebuild dialog',
  'own_startup.show': 'JSON for the settings of a game',
  'own_sessions.index': 'JSON for the desktops of a workspace',
  'own_domains.index': 'JSON for the part of websites',
  'shop.machine_stock': 'JSON for the cards of machines',
  'admin.address_imports.index': 'JSON for the card of the import',
  'admin.panel_offers.show': 'JSON for what a panel offers',
  'admin.panel_room.show': 'JSON for what fits on a panel',
  'own_ssh_keys.index': 'JSON for the choice of keys',
  'own_backups.index': 'JSON for the part of backups',
  'own_databases.index': 'JSON for the part of databases',
  'own_schedules.index': 'JSON for the part of schedules',
  'own_usage.index': 'JSON for the part of quotas',
  'own_hardware.show': 'JSON for the part of hardware',
  'admin.hardware.show': 'JSON for the switch ports',
  'own_traffic_graph.show': 'JSON for the graph',
  'own_transfer_way.show': 'JSON for the choice of invoices',
  'own_invoice_documents.show': 'PDF',
  'admin.invoice_documents.show': 'PDF',
  'admin.customer_exports.index': 'CSV',
  'admin.audit_exports.index': 'CSV',
  'admin.customer_timelines.show': 'CSV',
  'admin.margins.export': 'CSV',
  'own_invoice_documents.format': 'a PDF or an e-invoice',
  'own_credit_note_documents.show': 'a PDF or an e-invoice',
  'admin.invoice_documents.format': 'a PDF or an e-invoice',
  'admin.dispute_files.show': 'a PDF or a picture',
  'admin.credit_note_documents.show': 'a PDF or an e-invoice',
  'admin.report_exports.show': 'CSV',
  'admin.settlement_exports.show': 'CSV or a workbook',
  'admin.collections.export': 'CSV',
  'shop.offer_document': 'PDF',
  'admin.offer_documents.show': 'PDF',
  'own_offers.show': 'a redirect to the page of the quote on the storefront',
  'own_tax_certificates.file': 'a paper that a customer handed in',
  'admin.tax_certificates.file': 'a paper that a customer handed in',
  'own_tax.show': 'JSON for the profile and the checkout',
  'shop.referral_link': 'a redirect to the shop, which keeps who sent the visitor',
  'own_payment_returns.show': 'a redirect from the gateway',
  'own_payments.return': 'a redirect from the gateway',
  'pay_links.finish': 'a redirect from the gateway',
  'own_setup_returns.show': 'a redirect from the gateway',
  'trial_methods.show': 'a redirect from the gateway',
  'account.second_factors.create':
    'a redirect, unless a password was right just before: see tests/browser/second_steps.ts',
  'admin.second_factors.create': 'a redirect, unless a password was right just before',
  'account.recovery_codes.show':
    'a redirect, unless codes were made just before: see tests/browser/second_steps.ts',
  'admin.recovery_codes.show': 'a redirect, unless codes were made just before',
  'admin.confirmations.create': 'the page of account.confirmations.create',
}

const forStrangers = /(sessions|password_reset_requests|password_resets|sign_ups)\.(create|edit)$/

/** Asks the gateway for a form at once, which a business that begins today has not connected. */
const needsMore = /^own_methods\.create$/
/** An address with a part that is no record. */
const needsNothing =
  /^shop\.legal$|password_resets\.edit$|invitations\.show$|email_links\.show$|asked_sign_ups\.show$|keyed_links\.show$/

/** With which records a page is shown whose address names one; several addresses show it in several states. */
const shownWith: Record<string, (records: PageRecords) => string[]> = {
  'shop.product': ({ product }) => [`/products/${product}`],
  'shop.legal': () => ['/legal/terms', '/legal/privacy'],
  'shop.configure': ({ plan }) => [`/configure/${plan}`],
  'own_invoices.show': ({ paidInvoice, openInvoice }) => [
    `/invoices/${paidInvoice}`,
    `/invoices/${openInvoice}`,
  ],
  'pay_links.show': ({ payLink }) => [payLink, '/pay/a-link-that-was-not-opened-here'],
  // Without what stands behind the #; with it they are the first of the addresses of the pages they lead to.
  'account.keyed_links.show': () => ['/open/pay'],
  'admin.keyed_links.show': () => ['/open/invitations'],
  'shop.keyed_links.show': () => ['/open/quotes'],
  'own_services.show': ({ activeService, suspendedService }) => [
    `/services/${activeService}`,
    `/services/${suspendedService}`,
  ],
  'orders.show': ({ finishedOrder, waitingOrder, failedOrder }) => [
    `/orders/${finishedOrder}`,
    `/orders/${waitingOrder}`,
    `/orders/${failedOrder}`,
  ],
  // A link that leads nowhere looks like one that is used: joining is tried in tests/customers/api.
  'account.invitations.show': () => ['/open/invitations#a-key-from-the-mail'],
  'admin.invitations.show': () => [],
  'asked_sign_ups.show': () => ['/open/sign-ups#a-key-from-the-mail'],
  'account.email_links.show': () => ['/open/email-links#a-key-from-the-mail'],
  'admin.email_links.show': () => [],
  'account.password_resets.edit': () => ['/open/reset-password#a-key-from-the-mail'],
  'admin.password_resets.edit': () => ['/open/reset-password#a-key-from-the-mail'],
  'admin.prices.show': ({ staffProduct }) => [`/catalogue/products/${staffProduct}/prices`],
  'catalogue.show': ({ staffProduct }) => [`/catalogue/products/${staffProduct}`],
  'admin.customers.show': ({ customer }) => [
    `/customers/${customer}`,
    ...['timeline', 'billing', 'ledger', 'sign_ins', 'privacy'].map(
      (tab) => `/customers/${customer}?tab=${tab}`
    ),
  ],
  'admin.services.show': ({ activeService, suspendedService }) => [
    `/services/${activeService}`,
    `/services/${suspendedService}`,
  ],
  'admin.orders.show': ({ finishedOrder, failedOrder }) => [
    `/orders/${finishedOrder}`,
    `/orders/${failedOrder}`,
  ],
  'admin.invoices.show': ({ paidInvoice, openInvoice }) => [
    `/invoices/${paidInvoice}`,
    `/invoices/${openInvoice}`,
  ],
  'admin.payments.show': ({ payment, failedPayment }) => [
    `/payments/${payment}`,
    `/payments/${failedPayment}`,
  ],
  'admin.gateways.show': ({ gateway }) => [`/gateways/${gateway}`],
  'admin.settlements.show': ({ gateway }) => [`/gateways/${gateway}/settlement`],
  'admin.operations.show': ({ operation, failedOperation }) => [
    `/operations/${operation}`,
    `/operations/${failedOperation}`,
  ],
  'own_changes.create': ({ activeService }) => [`/services/${activeService}/change`],
  'admin.service_changes.create': ({ activeService }) => [`/services/${activeService}/change`],
  'admin.balances.show': ({ customer }) => [`/customers/${customer}/balance`],
  'admin.statements.show': ({ customer }) => [`/customers/${customer}/statement`],
  'admin.refunds.show': ({ refund }) => [`/refunds/${refund}`],
  'admin.disputes.show': ({ dispute }) => [`/disputes/${dispute}`],
  'admin.replays.show': ({ replay }) => [`/replays/${replay}`],
  'admin.upcoming.show': ({ customer }) => [`/customers/${customer}/upcoming`],
  'admin.reports.show': () =>
    ['trial-balance', 'receivables-aging', 'tax-summary'].map((name) => `/reports/${name}`),
  // Their records are made by staff alone; the tour's business has none, and tests/billing/api and tests/promotions/api try what they send.
  'admin.invoice_draft_pages.show': () => [],
  'promotions.coupons.show': () => [],
  'admin.customer_groups.show': () => [],
  'shop.offer': () => [],
  'offer_orders.create': () => [],
  'admin.offers.show': () => [],
  'admin.network_pools.show': () => [],
  'admin.subscriptions.show': ({ subscription }) => [`/subscriptions/${subscription}`],
}

interface ReadRoute {
  surface: PageSurface
  name: string
  pattern: string
}

/** What can be read on the four surfaces, from the router itself: a new page is found by being routed. */
export function readRoutes(): ReadRoute[] {
  const byDomain = router.toJSON()
  return pageSurfaces.flatMap((surface) =>
    (byDomain[surface] ?? [])
      .filter(({ methods, pattern }) => methods.includes('GET') && !pattern.startsWith('/api/'))
      // The storefront's other languages are the same routes below their code.
      .filter(({ pattern }) => !pattern.startsWith('/:locale'))
      .map(({ name, pattern }) => ({ surface, pattern, name: name ?? `${surface} ${pattern}` }))
  )
}

/** What stands between the routes and a tour of all pages, in words for whoever added one. */
export function gapsInPageList(): string[] {
  const routes = readRoutes()
  const names = new Set(routes.map(({ name }) => name))
  const missing = routes
    .filter(({ name, pattern }) => pattern.includes(':') && !shownWith[name] && !notPages[name])
    .map(
      ({ name, pattern }) =>
        `${name} (${pattern}): say in shownWith with which record it is shown, or in notPages what it answers`
    )
  const stale = [...Object.keys(shownWith), ...Object.keys(notPages)]
    .filter((name) => !names.has(name))
    .map((name) => `${name}: there is no such route any more`)
  return [...missing, ...stale]
}

/** Every page of the four surfaces. Pages without a record in their address need no entry anywhere. */
export function listPageVisits(records: PageRecords): PageVisit[] {
  return readRoutes()
    .filter(({ name }) => !notPages[name])
    .flatMap(({ surface, name, pattern }) =>
      (shownWith[name]?.(records) ?? [pattern]).map((path) => ({
        route: name,
        surface,
        path,
        isForStrangers: forStrangers.test(name),
        needsRecord: needsMore.test(name) || (pattern.includes(':') && !needsNothing.test(name)),
      }))
    )
}
