import { createHmac } from 'node:crypto'
import type { Account } from './account.ts'
import { newId } from './ids.ts'
import type { StripeEvent } from './objects.ts'
import type { Delivery } from './records.ts'

/** Stripe waits hours; here a developer is watching. */
const retryDelaysMs = [1000, 5000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000]
const attemptTimeoutMs = 10_000
const timerKind = 'deliver'

export function scheduleDelivery(
  account: Account,
  delivery: { event: string; endpoint: string; delayMs: number }
): string {
  const id = newId('whd')
  account.records.deliveries.insert(id, {
    id,
    event: delivery.event,
    endpoint: delivery.endpoint,
    state: 'pending',
    attempts: [],
  })
  account.kit.timers.schedule(timerKind, { id }, { delayMs: delivery.delayMs, key: id })
  return id
}

export function registerDeliveries(account: Account): void {
  account.kit.timers.on<{ id: string }>(timerKind, async ({ payload }) => {
    const delivery = account.records.deliveries.get(payload.id)
    if (!delivery || delivery.state !== 'pending') return
    return deliver(account, delivery)
  })
}

/** One attempt. Answers the milliseconds to the next, or nothing when the delivery has ended. */
async function deliver(account: Account, delivery: Delivery): Promise<number | void> {
  const { records } = account
  const event = records.events.get(delivery.event)
  const endpoint = records.webhookEndpoints.get(delivery.endpoint)
  const secret = records.webhookSecrets.get(delivery.endpoint)?.secret
  if (!event || !endpoint || !secret || endpoint.status !== 'enabled') {
    records.deliveries.put(delivery.id, { ...delivery, state: 'failed' })
    return
  }
  const rendered = { ...event, api_version: endpoint.api_version ?? event.api_version }
  const outcome = await post(endpoint.url, rendered, secret)
  return record(account, delivery.id, outcome)
}

type Attempt = { at: string; status: number; error: string | null }

async function post(url: string, event: StripeEvent, secret: string): Promise<Attempt> {
  const body = JSON.stringify(event, null, 2)
  const at = new Date().toISOString()
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signature(body, secret, Math.floor(Date.now() / 1000)),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(attemptTimeoutMs),
    })
    await response.body?.cancel()
    return { at, status: response.status, error: null }
  } catch (error) {
    return { at, status: 0, error: error instanceof Error ? error.message : String(error) }
  }
}

/** `v0` is the scheme that test events carry beside the true one, and that a receiver has to ignore. */
export function signature(body: string, secret: string, timestamp: number): string {
  const sign = (key: string) => createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')
  return `t=${timestamp},v1=${sign(secret)},v0=${sign(`${secret}:v0`)}`
}

function record(account: Account, id: string, attempt: Attempt): number | void {
  const { records, kit } = account
  return kit.store.transaction(() => {
    const delivery = records.deliveries.get(id)
    if (!delivery) return
    const attempts = [...delivery.attempts, attempt]
    const delivered = attempt.status >= 200 && attempt.status < 300
    const wait = retryDelaysMs[attempts.length - 1]
    const state = delivered ? 'succeeded' : wait === undefined ? 'failed' : 'pending'
    records.deliveries.put(id, { ...delivery, attempts, state })
    if (state === 'succeeded') countDown(account, delivery)
    return state === 'pending' ? wait : undefined
  })
}

function countDown(account: Account, delivery: Delivery): void {
  const event = account.records.events.get(delivery.event)
  if (!event || event.pending_webhooks === 0) return
  account.records.events.put(event.id, { ...event, pending_webhooks: event.pending_webhooks - 1 })
}
