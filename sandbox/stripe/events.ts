import type { Account, Call } from './account.ts'
import { apiVersion } from './account.ts'
import { newId } from './ids.ts'
import type { StripeEvent } from './objects.ts'
import { scheduleDelivery } from './deliveries.ts'

/**
 * Writes an event with a snapshot of its object and schedules its deliveries, in the transaction of the change it
 * announces: neither exists without the other.
 */
export function emit(call: Call, type: string, object: object, previous?: object): StripeEvent {
  const { records, account } = call
  const event: StripeEvent = {
    id: newId('evt'),
    object: 'event',
    api_version: apiVersion,
    created: call.now,
    data: { object: structuredClone(object), ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: 0,
    request: { ...call.request },
    type,
  }
  const endpoints = records.webhookEndpoints
    .view()
    .filter((endpoint) => endpoint.status === 'enabled' && wants(endpoint.enabled_events, type))
  event.pending_webhooks = endpoints.length
  records.events.insert(event.id, event)

  const plan = deliveryPlan(account)
  for (const endpoint of endpoints) {
    for (const delayMs of plan) scheduleDelivery(account, { event: event.id, endpoint: endpoint.id, delayMs })
  }
  return event
}

function wants(enabledEvents: string[], type: string): boolean {
  return enabledEvents.includes('*') || enabledEvents.includes(type)
}

const promptMs = 10
const overtakenMs = 1500
const duplicateGapMs = 200

/** When each delivery of one event starts; faults add to the wait or to the number. */
function deliveryPlan(account: Account): number[] {
  const { faults } = account.kit
  const delay = faults.take('delay_webhooks_ms')?.value ?? 0
  const reorder = faults.take('reorder_webhooks')
  const first = promptMs + delay + (reorder ? (reorder.value ?? overtakenMs) : 0)
  const duplicate = faults.take('duplicate_webhooks')
  if (!duplicate) return [first]
  const copies = Math.max(1, Math.floor(duplicate.value ?? 1))
  return Array.from({ length: copies + 1 }, (_, index) => first + index * duplicateGapMs)
}
