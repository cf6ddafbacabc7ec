import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { payingPage, provenPage, signedInPage, visitorPage } from '#start/page_middleware'

const PaymentMethods = () => import('#app/payments/http/portal/payment_methods_controller')
const Methods = () => import('#app/payments/http/api/payment_methods_controller')
const SetupReturns = () => import('#app/payments/http/portal/method_setup_returns_controller')
const Setups = () => import('#app/payments/http/api/method_setups_controller')
const TopUps = () => import('#app/payments/http/api/top_ups_controller')
const PaymentReturns = () => import('#app/payments/http/portal/payment_returns_controller')
const InvoicePayments = () => import('#app/payments/http/api/invoice_payments_controller')

routesOf('account', () => {
  router
    .get('/payment-methods', [PaymentMethods, 'index'])
    .as('own_methods.index')
    .use(signedInPage('billing:read'))
  router
    .group(() => {
      router.get('/payment-methods/new', [PaymentMethods, 'create']).as('own_methods.create')
      router.put('/payment-methods/order', [Methods, 'order']).as('own_methods.order')
      router.put('/payment-methods/:id/default', [PaymentMethods, 'update']).as('own_methods.update')
      router.delete('/payment-methods/:id', [PaymentMethods, 'destroy']).as('own_methods.destroy')
      // The page's script asks for this; its secrets open the gateway's form. The API's own answer.
      router.post('/payment-method-setups', [Setups, 'store']).as('own_setups.store')
    })
    .use(provenPage('billing:pay'))
  router
    .group(() => {
      router.get('/payment-method-setups/:id/return', [SetupReturns, 'show']).as('own_setup_returns.show')
    })
    .use(signedInPage('billing:pay'))
  router
    .group(() => {
      // The page's script asks for these; their secrets open the gateway's form. The API's own answers.
      router.post('/balance/top-ups', [TopUps, 'store']).as('own_top_ups.store')
      router.post('/invoices/:id/payments', [InvoicePayments, 'store']).as('own_invoice_payments.store')
    })
    .use(payingPage('billing:pay'))
  // Also for those who paid under a link from a mail and are not signed in.
  router.get('/payments/:id/return', [PaymentReturns, 'show']).as('own_payments.return').use(visitorPage())
})
