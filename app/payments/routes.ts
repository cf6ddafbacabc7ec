import router from '@adonisjs/core/services/router'

const WebhooksController = () => import('#app/payments/http/webhooks_controller')

/** Signed by the gateway, so without session or token. The address names the gateway, because its secret checks the signature. */
router.post('/webhooks/:driver/:gatewayId', [WebhooksController, 'store']).as('webhooks.store')
