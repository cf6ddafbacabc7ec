import { redeliver } from './deliveries.ts'
import { objectOf } from './invoices.ts'
import type { Delivery, Webhook } from './records.ts'
import { invalid, notFound } from './refusal.ts'
import type { Call, Router } from './routing.ts'
import { newId, type Shop } from './shop.ts'

const fromEnvironment = 'SandboxWebhook1111111'

/** Registers the webhook named in the environment; a new address or secret takes the place of the old. */
export function registerFromEnvironment(shop: Shop): void {
  const { env } = shop.kit.settings
  const url = env.SANDBOX_BTCPAY_WEBHOOK_URL
  const secret = env.SANDBOX_BTCPAY_WEBHOOK_SECRET
  if (!url || !secret) return
  shop.kit.store.transaction(() => {
    shop.records.webhooks.put(fromEnvironment, {
      id: fromEnvironment,
      url,
      enabled: true,
      automaticRedelivery: true,
      authorizedEvents: { everything: true, specificEvents: [] },
    })
    shop.records.webhookSecrets.put(fromEnvironment, { secret })
  })
}

export function registerWebhookRoutes(router: Router): void {
  router.on('GET', '/stores/:storeId/webhooks', ({ shop }) => shop.records.webhooks.list())
  router.on('POST', '/stores/:storeId/webhooks', create)
  router.onBoth('GET', '/webhooks/:webhookId', find)
  router.onBoth('PUT', '/webhooks/:webhookId', (call) => {
    const webhook = { ...find(call), ...read(call.body, find(call)) }
    if (typeof call.body.secret === 'string')
      call.shop.records.webhookSecrets.put(webhook.id, { secret: call.body.secret })
    return call.shop.records.webhooks.put(webhook.id, webhook)
  })
  router.onBoth('DELETE', '/webhooks/:webhookId', (call) => {
    const { id } = find(call)
    call.shop.records.webhooks.remove(id)
    call.shop.records.webhookSecrets.remove(id)
  })
  router.onBoth('GET', '/webhooks/:webhookId/deliveries', listDeliveries)
  router.onBoth('GET', '/webhooks/:webhookId/deliveries/:deliveryId', (call) => present(findDelivery(call)))
  router.onBoth(
    'GET',
    '/webhooks/:webhookId/deliveries/:deliveryId/request',
    (call) => findDelivery(call).body
  )
  router.onBoth('POST', '/webhooks/:webhookId/deliveries/:deliveryId/redeliver', (call) => {
    const id = redeliver(call.shop, findDelivery(call))
    if (!id) throw notFound.webhook()
    return JSON.stringify(id)
  })
}

/** The secret is told once, here. */
function create({ shop, body }: Call): object {
  const id = newId()
  const secret = typeof body.secret === 'string' && body.secret !== '' ? body.secret : newId(30)
  const webhook: Webhook = {
    id,
    ...read(body, {
      url: '',
      enabled: true,
      automaticRedelivery: true,
      authorizedEvents: { everything: true, specificEvents: [] },
    }),
  }
  shop.records.webhooks.insert(id, webhook)
  shop.records.webhookSecrets.insert(id, { secret })
  return { ...webhook, secret }
}

function read(body: Record<string, unknown>, known: Omit<Webhook, 'id'>): Omit<Webhook, 'id'> {
  const url = typeof body.url === 'string' ? body.url : known.url
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw invalid('url', 'Url must be a valid url')
  const events = objectOf(body.authorizedEvents)
  return {
    url,
    enabled: typeof body.enabled === 'boolean' ? body.enabled : known.enabled,
    automaticRedelivery:
      typeof body.automaticRedelivery === 'boolean' ? body.automaticRedelivery : known.automaticRedelivery,
    authorizedEvents: body.authorizedEvents
      ? {
          everything: events.everything !== false,
          specificEvents: Array.isArray(events.specificEvents) ? events.specificEvents.map(String) : [],
        }
      : known.authorizedEvents,
  }
}

function find({ shop, params }: Call): Webhook {
  const webhook = shop.records.webhooks.get(params.webhookId ?? '')
  if (!webhook) throw notFound.webhook()
  return webhook
}

function findDelivery(call: Call): Delivery {
  const webhook = find(call)
  const delivery = call.shop.records.deliveries.get(call.params.deliveryId ?? '')
  if (!delivery || delivery.webhookId !== webhook.id) throw notFound.delivery()
  return delivery
}

function listDeliveries(call: Call): object[] {
  const { id } = find(call)
  const count = Number(call.query.count ?? 50)
  return call.shop.records.deliveries
    .list({ newestFirst: true, filter: ({ webhookId }) => webhookId === id, limit: count })
    .map(present)
}

function present({ id, timestamp, httpCode, errorMessage, status }: Delivery): object {
  return { id, timestamp, httpCode, ...(errorMessage ? { errorMessage } : {}), status: status ?? 'Failed' }
}
