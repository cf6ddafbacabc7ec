import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { signedInPage } from '#start/page_middleware'

const PaymentCancellations = () => import('#app/payments/http/admin/payment_cancellations_controller')
const Limits = () => import('#app/payments/http/api/payment_limits_controller')
const LimitPages = () => import('#app/payments/http/admin/payment_limits_controller')
const Gateways = () => import('#app/payments/http/api/gateways_controller')
const GatewayPages = () => import('#app/payments/http/admin/gateway_pages_controller')
const GatewayWebhooks = () => import('#app/payments/http/api/gateway_webhooks_controller')
const Settlements = () => import('#app/payments/http/api/settlements_controller')
const SettlementPages = () => import('#app/payments/http/admin/settlement_pages_controller')
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

routesOf('admin', () => {
  router
    .group(() => {
      router.get('/gateways/new', [GatewayPages, 'create']).as('admin.gateways.create')
      router.post('/gateways', [Gateways, 'store']).as('admin.gateways.store')
      router.put('/gateways/order', [Gateways, 'reorder']).as('admin.gateways.order')
      router.patch('/gateways/:id', [Gateways, 'update']).as('admin.gateways.update')
      router.post('/gateways/:id/checks', [Gateways, 'check']).as('admin.gateway_checks.store')
      router.post('/gateways/:id/webhooks', [GatewayWebhooks, 'store']).as('admin.gateway_webhooks.store')
    })
    .use(signedInPage('staff:settings:write'))
  router
    .group(() => {
      router.get('/gateways', [GatewayPages, 'index']).as('admin.gateways.index')
      router.get('/gateways/:id', [GatewayPages, 'show']).as('admin.gateways.show')
      router.get('/gateways/:id/settlement', [SettlementPages, 'show']).as('admin.settlements.show')
      router
        .get('/gateways/:id/settlement-export', [SettlementPages, 'export'])
        .as('admin.settlement_exports.show')
    })
    .use(signedInPage('staff:billing:read'))
  router
    .group(() => {
      router.post('/gateways/:id/settlements', [Settlements, 'store']).as('admin.settlements.store')
      router
        .post('/gateway-movements/:id/answers', [Settlements, 'answer'])
        .as('admin.movement_answers.store')
      router
        .post('/gateway-movements/:id/look-ups', [Settlements, 'lookUpAgain'])
        .as('admin.movement_look_ups.store')
      router
        .post('/gateway-messages/:id/retries', [GatewayWebhooks, 'retryMessage'])
        .as('admin.message_retries.store')
    })
    .use(signedInPage('staff:billing:write'))
})
