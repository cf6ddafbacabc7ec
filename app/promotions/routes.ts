import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const CouponPagesController = () => import('#app/promotions/http/admin/coupon_pages_controller')
const Coupons = () => import('#app/promotions/http/api/coupons_controller')
const Loyalty = () => import('#app/promotions/http/api/loyalty_programmes_controller')

/** The screens send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router
    .group(() => {
      router.get('/coupons', [CouponPagesController, 'index']).as('coupons.index')
      router.get('/coupons/:id', [CouponPagesController, 'show']).as('coupons.show')
      router.get('/loyalty', [CouponPagesController, 'loyalty']).as('loyalty.show')
    })
    .as('promotions')
    .use(signedInPage('staff:catalogue:read'))
  router
    .group(() => {
      router.post('/coupons', [Coupons, 'store']).as('coupons.store')
      router.patch('/coupons/:id', [Coupons, 'update']).as('coupons.update')
      router.patch('/loyalty', [Loyalty, 'update']).as('loyalty.update')
    })
    .as('promotions')
    .use(signedInPage('staff:catalogue:write'))
})
