import { randomUUID } from 'node:crypto'
import type { Account, Call } from './account.ts'
import { link, newId } from './account.ts'
import { transmissionHeaders } from './signing.ts'
import type { Delivery, WebhookEvent } from './records.ts'

/** PayPal waits hours; here a developer is watching. */
const retryDelaysMs = [1000, 5000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000]
const attemptTimeoutMs = 10_000
const timerKind = 'deliver'
const promptMs = 10
const overtakenMs = 1500
const duplicateGapMs = 200

type News = { type: string; resourceType: string; resource: object; summary: string }

/** Writes an event and schedules its deliveries, in the transaction of the change it announces. */
export function emit(call: Call, { type, resourceType, resource, summary }: News): void {
  const { records, account } = call
  const id = `WH-${newId()}-${newId()}`
  const event: WebhookEvent = {
    id,
    event_version: '1.0',
    create_time: new Date(account.kit.nowMs()).toISOString(),
    resource_type: resourceType,
    resource_version: '2.0',
    event_type: type,
    summary,
    resource: structuredClone(resource),
    links: [
      link(call.baseUrl, `/v1/notifications/webhooks-events/${id}`, 'self'),
      link(call.baseUrl, `/v1/notifications/webhooks-events/${id}/resend`, 'resend', 'POST'),
    ],
  }
  records.events.insert(id, event)
  deliverEvent(account, event, deliveryPlan(account))
}

export function deliverEvent(account: Account, event: WebhookEvent, plan: number[]): number {
  const webhooks = account.records.webhooks.list({
    filter: ({ event_types: types }) => types.some(({ name }) => name === '*' || name === event.event_type),
  })
  for (const webhook of webhooks) {
    for (const delayMs of plan) {
      const id = randomUUID()
      account.records.deliveries.insert(id, {
        id,
        event: event.id,
        webhook: webhook.id,
        state: 'pending',
        attempts: [],
      })
      account.kit.timers.schedule(timerKind, { id }, { delayMs, key: id })
    }
  }
  return webhooks.length * plan.length
}

/** When each delivery of one event starts; faults add to the wait or to the number. */
function deliveryPlan({ kit: { faults } }: Account): number[] {
  const delay = faults.take('delay_webhooks_ms')?.value ?? 0
  const reorder = faults.take('reorder_webhooks')
  const first = promptMs + delay + (reorder ? (reorder.value ?? overtakenMs) : 0)
  const duplicate = faults.take('duplicate_webhooks')
  if (!duplicate) return [first]
  const copies = Math.max(1, Math.floor(duplicate.value ?? 1))
  return Array.from({ length: copies + 1 }, (_, index) => first + index * duplicateGapMs)
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
  const webhook = records.webhooks.get(delivery.webhook)
  if (!event || !webhook) {
    records.deliveries.put(delivery.id, { ...delivery, state: 'failed' })
    return
  }
  const attempt = await post(account, webhook, JSON.stringify(event))
  return account.kit.store.transaction(() => {
    const current = records.deliveries.get(delivery.id)
    if (!current) return
    const attempts = [...current.attempts, attempt]
    const isDelivered = attempt.status >= 200 && attempt.status < 300
    const wait = retryDelaysMs[attempts.length - 1]
    const state = isDelivered ? 'succeeded' : wait === undefined ? 'failed' : 'pending'
    records.deliveries.put(delivery.id, { ...current, attempts, state })
    return state === 'pending' ? wait : undefined
  })
}

async function post(account: Account, webhook: { id: string; url: string }, body: string) {
  const at = new Date().toISOString()
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'PayPal/AUHD-214.0-58843123',
        ...transmissionHeaders(account, { webhook: webhook.id, body }),
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
