import { apiVersion, knownVersions, type Account, type Call } from './account.ts'
import type { Endpoint } from './endpoint.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import { newId, randomText } from './ids.ts'
import { page } from './lists.ts'
import type { WebhookEndpoint } from './objects.ts'
import { mergedMetadata, type Params } from './params.ts'

export const webhookEndpointEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/webhook_endpoints', check: checkCreate, run: create },
  { method: 'GET', url: '/v1/webhook_endpoints', run: list },
  { method: 'GET', url: '/v1/webhook_endpoints/:id', run: find },
  { method: 'POST', url: '/v1/webhook_endpoints/:id', check: checkUrl, run: update },
  { method: 'DELETE', url: '/v1/webhook_endpoints/:id', run: remove },
]

const fromEnvironment = 'we_sandbox'

/** Registers the endpoint named in the environment; a new address or secret takes the place of the old. */
export function registerFromEnvironment(account: Account): void {
  const { env } = account.kit.settings
  const url = env.SANDBOX_STRIPE_WEBHOOK_URL
  const secret = env.SANDBOX_STRIPE_WEBHOOK_SECRET
  if (!url || !secret) return
  const { records, kit } = account
  kit.store.transaction(() => {
    const old = records.webhookEndpoints.get(fromEnvironment)
    records.webhookEndpoints.put(fromEnvironment, {
      id: fromEnvironment,
      object: 'webhook_endpoint',
      api_version: apiVersion,
      application: null,
      created: old?.created ?? Math.floor(kit.nowMs() / 1000),
      description: 'Registered from the environment',
      enabled_events: ['*'],
      livemode: false,
      metadata: {},
      status: 'enabled',
      url,
    })
    records.webhookSecrets.put(fromEnvironment, { secret })
  })
}

function checkCreate(params: Params): void {
  checkUrl(params)
  const version = params.text('api_version')
  if (version !== undefined && !knownVersions.includes(version)) {
    throw invalidRequest(`Invalid API version: ${version}`, { param: 'api_version' })
  }
}

function checkUrl(params: Params): void {
  const url = params.text('url')
  if (url === undefined) return
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return
  throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', {
    code: 'url_invalid',
    param: 'url',
  })
}

/** The secret is told once, here. */
function create(call: Call): object {
  const { params, records } = call
  if (params.flag('connect'))
    throw invalidRequest('Connect is not available on this account.', { param: 'connect' })
  const endpoint: WebhookEndpoint = {
    id: newId('we'),
    object: 'webhook_endpoint',
    api_version: params.text('api_version') ?? null,
    application: null,
    created: call.now,
    description: params.textOrNull('description'),
    enabled_events: params.texts('enabled_events') ?? [],
    livemode: false,
    metadata: mergedMetadata({}, params),
    status: 'enabled',
    url: params.text('url') ?? '',
  }
  const secret = `whsec_${randomText(32)}`
  records.webhookEndpoints.insert(endpoint.id, endpoint)
  records.webhookSecrets.insert(endpoint.id, { secret })
  return { ...endpoint, secret }
}

function find(call: Call): WebhookEndpoint {
  const endpoint = call.records.webhookEndpoints.get(call.path.id ?? '')
  if (!endpoint) throw resourceMissing('webhook endpoint', call.path.id ?? '', 'webhook_endpoint')
  return endpoint
}

function update(call: Call): object {
  const { params } = call
  const old = find(call)
  const disabled = params.flag('disabled')
  const endpoint: WebhookEndpoint = {
    ...old,
    description: params.has('description') ? params.textOrNull('description') : old.description,
    enabled_events: params.texts('enabled_events') ?? old.enabled_events,
    metadata: mergedMetadata(old.metadata, params),
    status: disabled === undefined ? old.status : disabled ? 'disabled' : 'enabled',
    url: params.text('url') ?? old.url,
  }
  return call.records.webhookEndpoints.put(endpoint.id, endpoint)
}

function remove(call: Call): object {
  const { id } = find(call)
  call.records.webhookEndpoints.remove(id)
  call.records.webhookSecrets.remove(id)
  return { id, object: 'webhook_endpoint', deleted: true }
}

function list(call: Call): object {
  return page(call, call.records.webhookEndpoints, { url: '/v1/webhook_endpoints' })
}
