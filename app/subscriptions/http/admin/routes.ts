import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const Cancellations = () => import('#app/subscriptions/http/admin/subscription_cancellations_controller')

routesOf('admin', () => {
  router
    .post('/subscriptions/:id/cancellation', [Cancellations, 'store'])
    .as('admin.subscription_cancellations.store')
}).use(signedInPage('staff:services:write'))
