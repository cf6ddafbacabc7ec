import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const PaymentCancellations = () => import('#app/payments/http/admin/payment_cancellations_controller')
const PaymentRefreshes = () => import('#app/payments/http/admin/payment_refreshes_controller')

routesOf('admin', () => {
  router.post('/payments/:id/refreshes', [PaymentRefreshes, 'store']).as('admin.payment_refreshes.store')
  router
    .post('/payments/:id/cancellation', [PaymentCancellations, 'store'])
    .as('admin.payment_cancellations.store')
}).use(signedInPage('staff:billing:write'))
