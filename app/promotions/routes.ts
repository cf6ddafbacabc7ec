import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

const CouponPagesController = () => import('#app/promotions/http/admin/coupon_pages_controller')
const Coupons = () => import('#app/promotions/http/api/coupons_controller')
const Referrals = () => import('#app/promotions/http/api/referrals_controller')
const ReferralPagesController = () => import('#app/promotions/http/portal/referral_pages_controller')
const ReferralLinksController = () => import('#app/promotions/http/public/referral_links_controller')
const DiscountLimits = () => import('#app/promotions/http/api/discount_limits_controller')
const Loyalty = () => import('#app/promotions/http/api/loyalty_programmes_controller')

/** The screens send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router
    .group(() => {
      router.get('/coupons', [CouponPagesController, 'index']).as('coupons.index')
      router.get('/coupons/:id', [CouponPagesController, 'show']).as('coupons.show')
      router.get('/loyalty', [CouponPagesController, 'loyalty']).as('loyalty.show')
      router.get('/referrals', [CouponPagesController, 'referrals']).as('referrals.index')
    })
    .as('promotions')
    .use(signedInPage('staff:catalogue:read'))
  router
    .group(() => {
      router.post('/coupons', [Coupons, 'store']).as('coupons.store')
      router.patch('/coupons/:id', [Coupons, 'update']).as('coupons.update')
      router.patch('/loyalty', [Loyalty, 'update']).as('loyalty.update')
      router.patch('/referral-programme', [Referrals, 'update']).as('referral_programme.update')
    })
    .as('promotions')
    .use(signedInPage('staff:catalogue:write'))
})

routesOf('admin', () => {
  router.put('/discount-limits/:role', [DiscountLimits, 'update']).as('admin.discount_limits.update')
}).use(provenPage('staff:settings:write'))

routesOf('storefront', () => {
  router.get('/r/:code', [ReferralLinksController, 'show']).as('shop.referral_link')
})

routesOf('account', () => {
  router
    .get('/referrals', [ReferralPagesController, 'index'])
    .as('referrals.index')
    .use(signedInPage('billing:read'))
})
