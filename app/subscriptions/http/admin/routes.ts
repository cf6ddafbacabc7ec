import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const TrialPages = () => import('#app/subscriptions/http/admin/trial_pages_controller')
const Cancellations = () => import('#app/subscriptions/http/admin/subscription_cancellations_controller')
const Upcoming = () => import('#app/subscriptions/http/admin/upcoming_controller')

routesOf('admin', () => {
  router.get('/customers/:id/upcoming', [Upcoming, 'show']).as('admin.upcoming.show')
}).use(signedInPage('staff:billing:read'))

const PriceMoves = () => import('#app/subscriptions/http/api/price_moves_controller')

const PricePages = () => import('#app/subscriptions/http/admin/price_pages_controller')

routesOf('admin', () => {
  router.get('/catalogue/products/:id/prices', [PricePages, 'show']).as('admin.prices.show')
}).use(signedInPage('staff:catalogue:read'))

const Conversions = () => import('#app/subscriptions/http/api/price_conversions_controller')

routesOf('admin', () => {
  router
    .post('/catalogue/products/:id/price-conversions/preview', [Conversions, 'preview'])
    .as('admin.price_conversions.preview')
  router
    .post('/catalogue/products/:id/price-conversions', [Conversions, 'store'])
    .as('admin.price_conversions.store')
}).use(signedInPage('staff:catalogue:write'))

/** The screens send what the API takes, to the same controllers. */
routesOf('admin', () => {
  router.post('/price-moves/preview', [PriceMoves, 'preview']).as('admin.price_moves.preview')
}).use(signedInPage('staff:billing:read'))
routesOf('admin', () => {
  router.post('/price-moves', [PriceMoves, 'store']).as('admin.price_moves.store')
  router.post('/price-moves/:id/withdrawal', [PriceMoves, 'destroy']).as('admin.price_moves.withdrawal')
}).use(signedInPage('staff:billing:write'))

/** Ending one gives up money that was to come, so it needs the ability that the API asks for, not that of whoever looks after servers. */
routesOf('admin', () => {
  router
    .post('/subscriptions/:id/cancellation', [Cancellations, 'store'])
    .as('admin.subscription_cancellations.store')
  router
    .delete('/subscriptions/:id/cancellation', [Cancellations, 'destroy'])
    .as('admin.subscription_cancellations.destroy')
}).use(signedInPage('staff:billing:write'))

routesOf('admin', () => {
  router.get('/trials', [TrialPages, 'index']).as('admin.trials.index')
}).use(signedInPage('staff:billing:read'))
