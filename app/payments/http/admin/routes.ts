import router from '@adonisjs/core/services/router'
import { routesOf } from '#app/shared/http/surface_routes'
import { provenPage, signedInPage } from '#start/page_middleware'

const CustomerTopUps = () => import('#app/payments/http/api/customer_top_ups_controller')
const PaymentCancellations = () => import('#app/payments/http/admin/payment_cancellations_controller')
const Refunds = () => import('#app/payments/http/api/refunds_controller')
const RefundLimits = () => import('#app/payments/http/api/refund_limits_controller')
const Disputes = () => import('#app/payments/http/api/disputes_controller')
const Evidence = () => import('#app/payments/http/api/dispute_evidence_controller')
const Limits = () => import('#app/payments/http/api/payment_limits_controller')
const LimitPages = () => import('#app/payments/http/admin/payment_limits_controller')
const Gateways = () => import('#app/payments/http/api/gateways_controller')
const GatewayPages = () => import('#app/payments/http/admin/gateway_pages_controller')
const GatewayWebhooks = () => import('#app/payments/http/api/gateway_webhooks_controller')
const Settlements = () => import('#app/payments/http/api/settlements_controller')
const SettlementPages = () => import('#app/payments/http/admin/settlement_pages_controller')
const PaymentAcceptances = () => import('#app/payments/http/admin/payment_acceptances_controller')
const PaymentRefreshes = () => import('#app/payments/http/admin/payment_refreshes_controller')

/** The screens of refunds and disputes send what the API takes, to the same controllers, with the session instead of a token. */
routesOf('admin', () => {
  router.post('/refunds/:id/refreshes', [Refunds, 'refresh']).as('admin.refund_refreshes.store')
  router.post('/refunds/:id/cancellations', [Refunds, 'cancel']).as('admin.refund_cancellations.store')
  router.post('/disputes/:id/refreshes', [Disputes, 'refresh']).as('admin.dispute_refreshes.store')
  router.put('/disputes/:id/evidence', [Evidence, 'update']).as('admin.dispute_evidence.update')
  router.post('/disputes/:id/files', [Evidence, 'addFile']).as('admin.dispute_files.store')
  router.delete('/disputes/:id/files/:file', [Evidence, 'removeFile']).as('admin.dispute_files.destroy')
  router.post('/disputes/:id/answers', [Disputes, 'answer']).as('admin.dispute_answers.store')
}).use(signedInPage('staff:billing:write'))

routesOf('admin', () => {
  router.post('/customers/:id/balance/top-ups', [CustomerTopUps, 'store']).as('admin.customer_top_ups.store')
  router.post('/refunds/:id/completions', [Refunds, 'complete']).as('admin.refund_completions.store')
  router.post('/disputes/:id/acceptances', [Disputes, 'accept']).as('admin.dispute_acceptances.store')
  router
    .post('/payments/:id/acceptances', [PaymentAcceptances, 'store'])
    .as('admin.payment_acceptances.store')
}).use(provenPage('staff:billing:write'))

routesOf('admin', () => {
  router.get('/disputes/:id/files/:file', [Evidence, 'showFile']).as('admin.dispute_files.show')
}).use(signedInPage('staff:billing:read'))

routesOf('admin', () => {
  router.put('/refund-limits/:role/:currency', [RefundLimits, 'update']).as('admin.refund_limits.update')
  router.put('/gift-limits/:role/:currency', [RefundLimits, 'updateGift']).as('admin.gift_limits.update')
}).use(provenPage('staff:settings:write'))

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
    .use(provenPage('staff:settings:write'))
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
      router
        .post('/gateways/:id/webhook-tests', [GatewayWebhooks, 'check'])
        .as('admin.gateway_webhook_tests.store')
    })
    .use(provenPage('staff:settings:write'))
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
