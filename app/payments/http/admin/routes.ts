import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const PaymentCancellations = () => import('#app/payments/http/admin/payment_cancellations_controller')
const Limits = () => import('#app/payments/http/api/payment_limits_controller')
const LimitPages = () => import('#app/payments/http/admin/payment_limits_controller')
const PaymentRefreshes = () => import('#app/payments/http/admin/payment_refreshes_controller')

routesOf('admin', () => {
  router.post('/payments/:id/refreshes', [PaymentRefreshes, 'store']).as('admin.payment_refreshes.store')
  router
    .post('/payments/:id/cancellation', [PaymentCancellations, 'store'])
    .as('admin.payment_cancellations.store')
}).use(signedInPage('staff:billing:write'))

routesOf('admin', () => {
  router
    .get('/payment-limits', [LimitPages, 'index'])
    .as('admin.payment_limits.index')
    .use(signedInPage('staff:billing:read'))
  router
    .put('/payment-limits/:currency', [Limits, 'update'])
    .as('admin.payment_limits.update')
    .use(signedInPage('staff:settings:write'))
})
