import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

const Cancellations = () => import('#app/subscriptions/http/portal/subscription_cancellations_controller')
const Methods = () => import('#app/subscriptions/http/api/subscription_methods_controller')
const Upcoming = () => import('#app/subscriptions/http/portal/upcoming_controller')

routesOf('account', () => {
  router.get('/upcoming', [Upcoming, 'show']).as('own_upcoming.show').use(signedInPage('billing:read'))
  // The page sends what the API takes, to the same controller, with the session instead of a token.
  router
    .put('/subscriptions/:id/payment-method', [Methods, 'update'])
    .as('own_subscription_methods.update')
    .use(provenPage('billing:pay'))
  router
    .group(() => {
      router.post('/subscriptions/:id/cancellation', [Cancellations, 'store']).as('own_cancellations.store')
      router
        .delete('/subscriptions/:id/cancellation', [Cancellations, 'destroy'])
        .as('own_cancellations.destroy')
    })
    .use(signedInPage('services:write'))
})
