import router from '@adonisjs/core/services/router'
import { inEachLanguage, routesOf } from '#app/shared/http/surface_routes'
import { keyedPublicPage, signedInPage, visitorPage } from '#start/page_middleware'

const Readers = () => import('#app/offers/http/public/offer_readers_controller')
const Documents = () => import('#app/offers/http/api/offer_documents_controller')
const OfferOrders = () => import('#app/offers/http/portal/offer_orders_controller')
const OwnOffers = () => import('#app/offers/http/portal/own_offers_controller')
const OfferPages = () => import('#app/offers/http/admin/offer_pages_controller')
const Offers = () => import('#app/offers/http/api/offers_controller')
const Previews = () => import('#app/offers/http/api/offer_previews_controller')
const Steps = () => import('#app/offers/http/api/offer_steps_controller')

/** In addresses that people read they are called what people call them: quotes. */
routesOf('storefront', () => {
  inEachLanguage((prefix, name) =>
    router
      .group(() => {
        router.get(`${prefix}/quotes/:link`, [Readers, 'show']).as(`${name}.offer`)
        router.get(`${prefix}/quotes/:link/pdf`, [Documents, 'showToReader']).as(`${name}.offer_document`)
        router.post(`${prefix}/quotes/:link/acceptance`, [Readers, 'accept']).as(`${name}.offer_acceptance`)
        router.post(`${prefix}/quotes/:link/refusal`, [Readers, 'decline']).as(`${name}.offer_refusal`)
      })
      .use(keyedPublicPage())
  )
})

routesOf('account', () => {
  router.get('/quotes', [OwnOffers, 'index']).as('own_offers.index').use(signedInPage('billing:read'))
  router.get('/quotes/:id', [OwnOffers, 'show']).as('own_offers.show').use(signedInPage('billing:read'))
  router.get('/quotes/:link/order', [OfferOrders, 'create']).as('offer_orders.create').use(visitorPage())
  router
    .post('/quotes/:link/order', [OfferOrders, 'store'])
    .as('offer_orders.store')
    .use(signedInPage('orders:write'))
})

routesOf('admin', () => {
  router.get('/quotes', [OfferPages, 'index']).as('admin.offers.index')
  router.get('/quotes/new', [OfferPages, 'create']).as('admin.offers.create')
  router.get('/quotes/:id', [OfferPages, 'show']).as('admin.offers.show')
  router.get('/quotes/:id/pdf', [Documents, 'show']).as('admin.offer_documents.show')
  router.post('/quote-previews', [Previews, 'store']).as('admin.offer_previews.store')
}).use(signedInPage('staff:billing:read'))

/** The screens send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router.post('/quotes', [Offers, 'store']).as('admin.offers.store')
  router.put('/quotes/:id', [Offers, 'update']).as('admin.offers.update')
  router.post('/quotes/:id/sending', [Steps, 'send']).as('admin.offer_sendings.store')
  router.post('/quotes/:id/withdrawal', [Steps, 'withdraw']).as('admin.offer_withdrawals.store')
  router.post('/quotes/:id/revisions', [Steps, 'revise']).as('admin.offer_revisions.store')
  router.post('/quotes/:id/copies', [Steps, 'copy']).as('admin.offer_copies.store')
}).use(signedInPage('staff:billing:write'))
