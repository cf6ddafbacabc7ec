import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { payingPage, provenPage, signedInPage, visitorPage } from '#start/page_middleware'

const Invoices = () => import('#app/billing/http/portal/invoices_controller')
const Statements = () => import('#app/billing/http/portal/statements_controller')
const PaymentReturns = () => import('#app/billing/http/portal/payment_returns_controller')
const CreditNoteDocuments = () => import('#app/billing/http/portal/credit_note_documents_controller')
const Documents = () => import('#app/billing/http/portal/invoice_documents_controller')
const Balances = () => import('#app/billing/http/portal/balances_controller')
const BalanceSettings = () => import('#app/billing/http/api/balance_settings_controller')
const PaymentBundles = () => import('#app/billing/http/api/payment_bundles_controller')
const CustomerTaxes = () => import('#app/billing/http/api/customer_taxes_controller')
const TransferWays = () => import('#app/billing/http/api/transfer_ways_controller')
const PayLinks = () => import('#app/billing/http/portal/pay_links_controller')
const TaxCertificates = () => import('#app/billing/http/portal/tax_certificates_controller')
const TaxIdChecks = () => import('#app/billing/http/api/tax_id_checks_controller')

routesOf('account', () => {
  router
    .group(() => {
      router.get('/tax', [CustomerTaxes, 'own']).as('own_tax.show')
      router.get('/tax-certificates', [TaxCertificates, 'index']).as('own_tax_certificates.index')
      router.get('/tax-certificates/:id/file', [TaxCertificates, 'file']).as('own_tax_certificates.file')
      router.get('/invoices', [Invoices, 'index']).as('own_invoices.index')
      router.get('/invoices/:id', [Invoices, 'show']).as('own_invoices.show')
      router.get('/invoices/:id/pdf', [Documents, 'show']).as('own_invoice_documents.show')
      router.get('/invoices/:id/documents/:format', [Documents, 'show']).as('own_invoice_documents.format')
      router
        .get('/credit-notes/:id/documents/:format', [CreditNoteDocuments, 'show'])
        .as('own_credit_note_documents.show')
      router.get('/transfer-way', [TransferWays, 'show']).as('own_transfer_way.show')
      router.get('/balance', [Balances, 'show']).as('own_balance.show')
      router.get('/statement', [Statements, 'show']).as('own_statement.show')
      router.get('/invoices/:id/payment-return', [PaymentReturns, 'show']).as('own_payment_returns.show')
    })
    .use(signedInPage('billing:read'))
  router
    .put('/balance/settings', [BalanceSettings, 'update'])
    .as('own_balance_settings.update')
    .use(provenPage('billing:pay'))
  router.post('/payments', [PaymentBundles, 'store']).as('own_payments.store').use(payingPage('billing:pay'))
  router
    .group(() => {
      router.get('/pay/:link', [PayLinks, 'show']).as('pay_links.show')
      router.post('/pay/:link/payments', [PayLinks, 'store']).as('pay_links.store')
      router.post('/pay/:link/renewals', [PayLinks, 'renew']).as('pay_links.renew')
      router.get('/pay/:link/payments/:payment/return', [PayLinks, 'finish']).as('pay_links.finish')
    })
    .use(visitorPage())
  router
    .post('/tax-certificates', [TaxCertificates, 'store'])
    .as('own_tax_certificates.store')
    .use(signedInPage('account:write'))
  router
    .post('/tax-id-check', [TaxIdChecks, 'store'])
    .as('own_tax_id_check.store')
    .use(signedInPage('account:write'))
})
