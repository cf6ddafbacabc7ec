import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const Cancellations = () => import('#app/subscriptions/http/portal/subscription_cancellations_controller')
const Upcoming = () => import('#app/subscriptions/http/portal/upcoming_controller')

routesOf('account', () => {
  router.get('/upcoming', [Upcoming, 'show']).as('own_upcoming.show').use(signedInPage('billing:read'))
  router
    .group(() => {
      router.post('/subscriptions/:id/cancellation', [Cancellations, 'store']).as('own_cancellations.store')
      router
        .delete('/subscriptions/:id/cancellation', [Cancellations, 'destroy'])
        .as('own_cancellations.destroy')
    })
    .use(signedInPage('services:write'))
})
