import { createHmac } from 'node:crypto'
import { newHex, type Business } from './business.ts'
import type { Checkout, Delivery } from './records.ts'

/** Not documented how often; a developer is watching. */
const pausesMs = [1_000, 10_000, 60_000, 600_000]
const signedHeaders = ['x-hook0-id', 'x-hook0-event-type']

/** Tells where messages go, in the commit of the change. */
export function announce({ kit, records, webhookUrl }: Business, type: string, checkout: Checkout): void {
  if (!webhookUrl || kit.faults.strikes('lose_webhooks')) return
  const id = newHex(16)
  records.deliveries.insert(id, { id, type, checkoutId: checkout.id, attempts: [], state: 'pending' })
  const delayMs = 10 + (kit.faults.take('delay_webhooks_ms')?.value ?? 0)
  kit.timers.schedule('deliver', { id }, { delayMs, key: id })
}

export function registerDeliveries(business: Business): void {
  const { kit, records } = business
  kit.timers.on<{ id: string }>('deliver', async ({ payload }) => {
    const delivery = records.deliveries.get(payload.id)
    if (!delivery || delivery.state !== 'pending') return
    const attempt = await post(business, delivery)
    const attempts = [...delivery.attempts, attempt]
    const isDone = attempt.status >= 200 && attempt.status < 300
    const again = isDone ? undefined : pausesMs[attempts.length - 1]
    records.deliveries.put(delivery.id, {
      ...delivery,
      attempts,
      state: isDone ? 'done' : again === undefined ? 'failed' : 'pending',
    })
    return again
  })
}

async function post(business: Business, delivery: Delivery): Promise<Delivery['attempts'][number]> {
  const at = new Date(business.kit.nowMs()).toISOString()
  const { refunded: _refunded, ...checkout } = business.records.checkouts.get(delivery.checkoutId)!
  const body = JSON.stringify({ ...checkout, eventType: delivery.type })
  const headers: Record<string, string> = { 'x-hook0-id': delivery.id, 'x-hook0-event-type': delivery.type }
  const stamp = Math.floor(business.kit.nowMs() / 1000)
  try {
    const response = await fetch(business.webhookUrl!, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'x-hook0-signature': signature(body, headers, { stamp, secret: business.webhookSecret }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    })
    await response.body?.cancel()
    return { at, status: response.status, error: null }
  } catch (error) {
    return { at, status: 0, error: error instanceof Error ? error.message : String(error) }
  }
}

function signature(
  body: string,
  headers: Record<string, string>,
  { stamp, secret }: { stamp: number; secret: string }
): string {
  const names = signedHeaders.join(' ')
  const values = signedHeaders.map((name) => headers[name]).join('.')
  const v1 = createHmac('sha256', secret).update(`${stamp}.${names}.${values}.${body}`).digest('hex')
  return `t=${stamp},h=${names},v1=${v1}`
}
