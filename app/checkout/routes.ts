import router from '@adonisjs/core/services/router'
import { inEachLanguage, routesOf } from '#app/shared/http/surface_routes'
import { middleware } from '#start/kernel'
import { payingPage, signedInPage, visitorPage } from '#start/page_middleware'

const ConfigurationsController = () => import('#app/checkout/http/public/configurations_controller')
const QuotePreviewsController = () => import('#app/checkout/http/public/quote_previews_controller')
const CartsController = () => import('#app/checkout/http/public/carts_controller')
const CartCouponsController = () => import('#app/checkout/http/public/cart_coupons_controller')
const CartItemsController = () => import('#app/checkout/http/public/cart_items_controller')

routesOf('storefront', () => {
  inEachLanguage((prefix, name) =>
    router
      .group(() => {
        router.get(`${prefix}/configure/:plan`, [ConfigurationsController, 'show']).as(`${name}.configure`)
        router.get(`${prefix}/cart`, [CartsController, 'show']).as(`${name}.cart`)
        router
          .post(`${prefix}/quote-previews`, [QuotePreviewsController, 'store'])
          .as(`${name}.quote_previews.store`)
        router.post(`${prefix}/cart/items`, [CartItemsController, 'store']).as(`${name}.cart_items.store`)
        router
          .delete(`${prefix}/cart/items/:item`, [CartItemsController, 'destroy'])
          .as(`${name}.cart_items.destroy`)
        router
          .post(`${prefix}/cart/coupons`, [CartCouponsController, 'store'])
          .as(`${name}.cart_coupons.store`)
        router
          .delete(`${prefix}/cart/coupons/:code`, [CartCouponsController, 'destroy'])
          .as(`${name}.cart_coupons.destroy`)
      })
      .use([middleware.publicPage(), middleware.inertia()])
  )
})

const CheckoutsController = () => import('#app/checkout/http/portal/checkouts_controller')
const OrdersController = () => import('#app/checkout/http/portal/orders_controller')
const OrderPaymentsController = () => import('#app/checkout/http/portal/order_payments_controller')
const TrialMethodsController = () => import('#app/checkout/http/portal/trial_methods_controller')
const OrderCancellationsController = () => import('#app/checkout/http/portal/order_cancellations_controller')

const OrderReviewsController = () => import('#app/checkout/http/admin/order_reviews_controller')

routesOf('admin', () => {
  router.post('/orders/:id/release', [OrderReviewsController, 'release']).as('admin.orders.release')
  router.post('/orders/:id/refusal', [OrderReviewsController, 'refuse']).as('admin.orders.refuse')
}).use(signedInPage('staff:billing:write'))

routesOf('account', () => {
  router.get('/checkout', [CheckoutsController, 'show']).as('checkout.show').use(visitorPage())
  router
    .post('/checkout/coupons', [CartCouponsController, 'store'])
    .as('checkout_coupons.store')
    .use(visitorPage())
  router
    .delete('/checkout/coupons/:code', [CartCouponsController, 'destroy'])
    .as('checkout_coupons.destroy')
    .use(visitorPage())
  router.get('/orders', [OrdersController, 'index']).as('orders.index').use(signedInPage('billing:read'))
  router.post('/orders', [OrdersController, 'store']).as('orders.store').use(signedInPage('orders:write'))
  router.get('/orders/:id', [OrdersController, 'show']).as('orders.show').use(signedInPage('billing:read'))
  router
    .post('/orders/:id/payment', [OrderPaymentsController, 'store'])
    .as('order_payments.store')
    .use(payingPage('billing:pay'))
  router
    .post('/orders/:id/trial-method', [TrialMethodsController, 'store'])
    .as('trial_methods.store')
    .use(payingPage('billing:pay'))
  router
    .get('/orders/:id/trial-method/:setup', [TrialMethodsController, 'show'])
    .as('trial_methods.show')
    .use(signedInPage('billing:pay'))
  router
    .post('/orders/:id/cancellation', [OrderCancellationsController, 'store'])
    .as('order_cancellations.store')
    .use(signedInPage('orders:write'))
})
