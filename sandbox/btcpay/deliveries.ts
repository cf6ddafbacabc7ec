import { createHmac } from 'node:crypto'
import type { Delivery, Invoice, Webhook } from './records.ts'
import { newId, nowSeconds, type Shop } from './shop.ts'

/** After 10 seconds, one minute, and six times after ten minutes; then it is given up. */
const pausesMs = [10_000, 60_000, 600_000, 600_000, 600_000, 600_000, 600_000, 600_000]
const attemptTimeoutMs = 10_000
const timerKind = 'deliver'

/** Tells every webhook that wants it, in the commit of the change it tells of. */
export function announce(shop: Shop, invoice: Invoice, type: string, extra: object = {}): void {
  tell(shop, type, { storeId: shop.storeId, invoiceId: invoice.id, metadata: invoice.metadata, ...extra })
}

export function announcePayout(
  shop: Shop,
  type: string,
  payout: { id: string; pullPaymentId: string; state: string }
): void {
  const { id: payoutId, pullPaymentId, state: payoutState } = payout
  tell(shop, type, { storeId: shop.storeId, payoutId, pullPaymentId, payoutState })
}

function tell(shop: Shop, type: string, content: Record<string, unknown>): void {
  const wanting = shop.records.webhooks.list({ filter: (webhook) => webhook.enabled && wants(webhook, type) })
  for (const webhook of wanting) {
    const { faults } = shop.kit
    if (faults.strikes('lose_webhooks')) continue
    const delayMs = 10 + (faults.take('delay_webhooks_ms')?.value ?? 0)
    const originalId = newId()
    const copies = Math.floor(faults.take('duplicate_webhooks')?.value ?? 0)
    for (let copy = 0; copy <= copies; copy += 1) {
      const isRedelivery = copy > 0
      schedule(shop, webhook, {
        originalId,
        isRedelivery,
        delayMs: delayMs + copy * 200,
        content: { ...content, type },
      })
    }
  }
}

function wants({ authorizedEvents }: Webhook, type: string): boolean {
  return authorizedEvents.everything || authorizedEvents.specificEvents.includes(type)
}

type Planned = {
  originalId: string
  isRedelivery: boolean
  delayMs: number
  content: Record<string, unknown>
}

function schedule(shop: Shop, webhook: Webhook, planned: Planned): string {
  const { originalId, isRedelivery, delayMs, content } = planned
  const id = isRedelivery ? newId() : originalId
  const timestamp = nowSeconds(shop)
  const head = { deliveryId: id, webhookId: webhook.id, originalDeliveryId: originalId, isRedelivery }
  const delivery: Delivery = {
    id,
    originalId,
    webhookId: webhook.id,
    isRedelivery,
    tries: 0,
    body: { ...head, ...content, timestamp },
    state: 'pending',
    timestamp,
    httpCode: null,
    errorMessage: null,
    status: null,
  }
  shop.records.deliveries.put(id, delivery)
  shop.kit.timers.schedule(timerKind, { id }, { delayMs, key: id })
  return id
}

/** Sends an old delivery once more, under an id of its own. */
export function redeliver(shop: Shop, { originalId, webhookId, body }: Delivery): string | null {
  const webhook = shop.records.webhooks.get(webhookId)
  if (!webhook) return null
  const { deliveryId: _id, originalDeliveryId: _original, isRedelivery: _is, webhookId: _hook, timestamp: _at, ...content } = body // prettier-ignore
  return schedule(shop, webhook, { originalId, isRedelivery: true, delayMs: 10, content })
}

export function registerDeliveries(shop: Shop): void {
  shop.kit.timers.on<{ id: string }>(timerKind, async ({ payload }) => {
    const delivery = shop.records.deliveries.get(payload.id)
    const webhook = delivery && shop.records.webhooks.get(delivery.webhookId)
    if (!delivery || !webhook || delivery.state === 'done') return
    const attempt = await post(shop, webhook, delivery)
    return record(shop, webhook, delivery.id, attempt)
  })
}

type Attempt = Pick<Delivery, 'httpCode' | 'errorMessage' | 'status'>

async function post({ records }: Shop, webhook: Webhook, { body: content }: Delivery): Promise<Attempt> {
  const body = JSON.stringify(content, null, 2)
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'btcpay-sig': signature(body, records.webhookSecrets.get(webhook.id)?.secret ?? ''),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(attemptTimeoutMs),
    })
    await response.body?.cancel()
    if (response.ok) return { httpCode: response.status, errorMessage: null, status: 'HttpSuccess' }
    return {
      httpCode: response.status,
      errorMessage: `HTTP Error Code ${response.status}`,
      status: 'HttpError',
    }
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error)
    return { httpCode: null, errorMessage, status: 'Failed' }
  }
}

export function signature(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Answers that say "later" are followed by another try; other refusals are final. */
function record(shop: Shop, { automaticRedelivery }: Webhook, id: string, attempt: Attempt): number | void {
  return shop.kit.store.transaction(() => {
    const delivery = shop.records.deliveries.get(id)
    if (!delivery) return
    const tries = delivery.tries + 1
    const { httpCode, status } = attempt
    const isTemporary = httpCode === null || httpCode >= 500 || httpCode === 429 || httpCode === 408
    const again =
      status !== 'HttpSuccess' && isTemporary && automaticRedelivery ? pausesMs[tries - 1] : undefined
    shop.records.deliveries.put(id, {
      ...delivery,
      ...attempt,
      tries,
      state: again === undefined ? 'done' : 'pending',
    })
    return again
  })
}
