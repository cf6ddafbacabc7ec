import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

const InvoiceCollections = () => import('#app/billing/http/admin/invoice_collections_controller')
const InvoiceDocuments = () => import('#app/billing/http/admin/invoice_documents_controller')
const InvoiceVoidings = () => import('#app/billing/http/admin/invoice_voidings_controller')
const CreditNoteDocuments = () => import('#app/billing/http/admin/credit_note_documents_controller')
const DraftPages = () => import('#app/billing/http/admin/draft_pages_controller')
const InvoiceDrafts = () => import('#app/billing/http/api/invoice_drafts_controller')
const DraftPreviews = () => import('#app/billing/http/api/draft_previews_controller')
const DraftIssues = () => import('#app/billing/http/api/draft_issues_controller')
const BillableItems = () => import('#app/billing/http/api/billable_items_controller')
const LossTreatments = () => import('#app/billing/http/api/loss_treatments_controller')
const RefundRequests = () => import('#app/billing/http/api/refund_requests_controller')
const ApiCreditNotes = () => import('#app/billing/http/api/credit_notes_controller')
const CreditPreviews = () => import('#app/billing/http/api/credit_previews_controller')
const InvoicePromises = () => import('#app/billing/http/api/invoice_promises_controller')
const PaymentBundles = () => import('#app/billing/http/api/payment_bundles_controller')
const PayLinks = () => import('#app/billing/http/api/pay_links_controller')
const ReceivedPayments = () => import('#app/billing/http/api/received_payments_controller')
const Reversals = () => import('#app/billing/http/api/received_payment_reversals_controller')
const BalancePages = () => import('#app/billing/http/admin/balances_controller')
const Balances = () => import('#app/billing/http/api/balances_controller')
const CreditNotes = () => import('#app/billing/http/admin/credit_notes_controller')
const GiftRequests = () => import('#app/billing/http/api/gift_requests_controller')
const Replays = () => import('#app/billing/http/admin/replays_controller')
const Statements = () => import('#app/billing/http/admin/statements_controller')
const InvoiceWriteOffs = () => import('#app/billing/http/admin/invoice_write_offs_controller')

routesOf('admin', () => {
  router.post('/invoices/:id/collection', [InvoiceCollections, 'store']).as('admin.invoice_collections.store')
  router.post('/invoices/:id/voiding', [InvoiceVoidings, 'store']).as('admin.invoice_voidings.store')
  router.post('/invoices/:id/credit-notes', [CreditNotes, 'store']).as('admin.credit_notes.store')
  router.post('/invoices/:id/write-off', [InvoiceWriteOffs, 'store']).as('admin.invoice_write_offs.store')
}).use(signedInPage('staff:billing:write'))

/** These screens send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router.post('/refunds/previews', [RefundRequests, 'preview']).as('admin.refund_previews.store')
  router.post('/disputes/:id/loss-treatments', [LossTreatments, 'store']).as('admin.loss_treatments.store')
  router.post('/invoices/:id/credits', [ApiCreditNotes, 'store']).as('admin.credits.store')
  router.post('/invoices/:id/credit-previews', [CreditPreviews, 'store']).as('admin.credit_previews.store')
  router.post('/invoices/:id/pay-link', [PayLinks, 'store']).as('admin.pay_links.store')
  router.delete('/customers/:id/pay-links', [PayLinks, 'revoke']).as('admin.pay_links.destroy')
  router.put('/invoices/:id/promise', [InvoicePromises, 'update']).as('admin.invoice_promises.update')
  router.delete('/invoices/:id/promise', [InvoicePromises, 'destroy']).as('admin.invoice_promises.destroy')
  router.post('/billing/drafts', [InvoiceDrafts, 'store']).as('admin.invoice_drafts.store')
  router.put('/billing/drafts/:id', [InvoiceDrafts, 'update']).as('admin.invoice_drafts.update')
  router.delete('/billing/drafts/:id', [InvoiceDrafts, 'destroy']).as('admin.invoice_drafts.destroy')
  router.post('/billing/drafts/:id/preview', [DraftPreviews, 'store']).as('admin.invoice_drafts.preview')
  router.post('/billing/drafts/:id/issue', [DraftIssues, 'store']).as('admin.invoice_drafts.issue')
  router.post('/billing/items', [BillableItems, 'store']).as('admin.billable_items.store')
  router.delete('/billing/items/:id', [BillableItems, 'destroy']).as('admin.billable_items.destroy')
}).use(signedInPage('staff:billing:write'))

/** What takes money, says that it came, or gives it away: staff prove who they are once more. */
routesOf('admin', () => {
  router.post('/customers/:id/payments', [PaymentBundles, 'charge']).as('admin.customer_payments.store')
  router
    .post('/customers/:id/received-payments', [ReceivedPayments, 'store'])
    .as('admin.received_payments.store')
  router
    .post('/customers/:id/received-payments/:paymentId/reversal', [Reversals, 'store'])
    .as('admin.received_payment_reversals.store')
  router.post('/refunds', [RefundRequests, 'store']).as('admin.refunds.store')
  router.post('/refunds/:id/approvals', [RefundRequests, 'approve']).as('admin.refund_approvals.store')
  router.post('/gift-requests', [GiftRequests, 'store']).as('admin.gift_requests.store')
  router.post('/gift-requests/:id/approvals', [GiftRequests, 'approve']).as('admin.gift_approvals.store')
  router.post('/gift-requests/:id/refusals', [GiftRequests, 'refuse']).as('admin.gift_refusals.store')
  router
    .post('/customers/:id/balance/adjustments', [Balances, 'adjust'])
    .as('admin.balance_adjustments.store')
}).use(provenPage('staff:billing:write'))

routesOf('admin', () => {
  router.get('/replays', [Replays, 'index']).as('admin.replays.index')
  router.post('/replays', [Replays, 'store']).as('admin.replays.store')
  router.get('/replays/:id', [Replays, 'show']).as('admin.replays.show')
  router.get('/customers/:id/balance', [BalancePages, 'show']).as('admin.balances.show')
  router.get('/customers/:id/statement', [Statements, 'show']).as('admin.statements.show')
  router.get('/billing/drafts/:id', [DraftPages, 'show']).as('admin.invoice_draft_pages.show')
  router.get('/invoices/:id/pdf', [InvoiceDocuments, 'show']).as('admin.invoice_documents.show')
  router
    .get('/invoices/:id/documents/:format', [InvoiceDocuments, 'show'])
    .as('admin.invoice_documents.format')
  router
    .get('/credit-notes/:id/documents/:format', [CreditNoteDocuments, 'show'])
    .as('admin.credit_note_documents.show')
}).use(signedInPage('staff:billing:read'))
