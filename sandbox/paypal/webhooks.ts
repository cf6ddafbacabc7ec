import { link, newId, type Account, type Call } from './account.ts'
import { isSigned } from './certificates.ts'
import type { Endpoint } from './endpoint.ts'
import { malformed, notFound } from './errors.ts'
import { deliverEvent } from './events.ts'
import type { Webhook, WebhookEvent } from './records.ts'

export const webhookEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/notifications/webhooks', run: create },
  { method: 'GET', url: '/v1/notifications/webhooks', run: list },
  { method: 'GET', url: '/v1/notifications/webhooks/:id', run: (call) => show(call, webhookOf(call)) },
  { method: 'DELETE', url: '/v1/notifications/webhooks/:id', status: 204, run: remove },
  { method: 'POST', url: '/v1/notifications/verify-webhook-signature', status: 200, run: verify },
  { method: 'GET', url: '/v1/notifications/webhooks-events', run: listEvents },
  { method: 'GET', url: '/v1/notifications/webhooks-events/:id', run: (call) => eventOf(call) },
  { method: 'POST', url: '/v1/notifications/webhooks-events/:id/resend', status: 202, run: resend },
]

const webhooksMax = 10
const eventsMax = 100
export const fromEnvironment = 'SANDBOXHOOK000001'

/** Registers the address named in the environment; a new one takes the place of the old. */
export function registerFromEnvironment({ kit, records }: Account): void {
  const url = kit.settings.env.SANDBOX_PAYPAL_WEBHOOK_URL
  if (!url) return
  records.webhooks.put(fromEnvironment, { id: fromEnvironment, url, event_types: [{ name: '*' }] })
}

function create(call: Call): object {
  const { url, event_types: types } = call.body
  if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw malformed('INVALID_PARAMETER_VALUE', 'url', 'Not a valid webhook URL.')
  const isNamed = (type: unknown): type is { name: string } =>
    typeof (type as { name?: unknown } | null)?.name === 'string'
  if (!Array.isArray(types) || types.length === 0 || !types.every(isNamed))
    throw malformed('MISSING_REQUIRED_PARAMETER', 'event_types', 'A required field is missing.')
  if (call.records.webhooks.count() >= webhooksMax)
    throw malformed('WEBHOOK_NUMBER_LIMIT_EXCEEDED', 'url', 'You have exceeded the number of webhooks.')
  const webhook: Webhook = { id: newId(), url, event_types: types.map(({ name }) => ({ name })) }
  return show(call, call.records.webhooks.insert(webhook.id, webhook))
}

function webhookOf(call: Call): Webhook {
  const webhook = call.records.webhooks.get(call.path.id ?? '')
  if (!webhook) throw notFound()
  return webhook
}

function show(call: Call, webhook: Webhook): object {
  const path = `/v1/notifications/webhooks/${webhook.id}`
  return { ...webhook, links: [link(call.baseUrl, path, 'self'), link(call.baseUrl, path, 'delete', 'DELETE')] }
} // prettier-ignore

function list(call: Call): object {
  return { webhooks: call.records.webhooks.list().map((webhook) => show(call, webhook)) }
}

function remove(call: Call): null {
  call.records.webhooks.remove(webhookOf(call).id)
  return null
}

/** Judged by the event's text as it was sent in: a receiver that writes it anew gets FAILURE. */
function verify(call: Call): object {
  const field = (name: string) => String(call.body[name] ?? '')
  const body = /"webhook_event"\s*:\s*(\{[^]*\})\s*\}\s*$/.exec(call.rawBody)?.[1] ?? ''
  const transmission = {
    id: field('transmission_id'),
    time: field('transmission_time'),
    webhook: field('webhook_id'),
    body,
  }
  const isKnown = call.records.webhooks.has(transmission.webhook)
  const isTrue = isKnown && isSigned(transmission, field('transmission_sig'))
  return { verification_status: isTrue ? 'SUCCESS' : 'FAILURE' }
}

function listEvents(call: Call): object {
  const type = call.query.get('event_type')
  const events = call.records.events.list({
    newestFirst: true,
    limit: eventsMax,
    filter: (event) => type === null || event.event_type === type,
  })
  return { events, count: events.length, links: [] }
}

function eventOf(call: Call): WebhookEvent {
  const event = call.records.events.get(call.path.id ?? '')
  if (!event) throw notFound()
  return event
}

function resend(call: Call): object {
  const event = eventOf(call)
  deliverEvent(call.account, event, [0])
  return event
}
