/** Clients, the keys by which they act themselves, and the link that signs one in. */
import { type Installation, newKey } from './installation.ts'
import { paged } from './pages.ts'
import { presentClient } from './present.ts'
import type { ClientRecord } from './records.ts'
import { conflict, invalid, notFound } from './refusal.ts'
import type { Answer, Call, Router } from './routing.ts'
import { isRecord, readBody } from './validation.ts'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export function registerClientRoutes(router: Router): void {
  router.on('GET', '/client', (panel, call) => {
    const { billing_id: billingId, email } = call.query
    const clients = panel.clients.list({
      filter: (client) =>
        (billingId === undefined || client.billingId === billingId) &&
        (email === undefined || client.email.toLowerCase() === String(email).toLowerCase()),
    })
    return paged(clients.map(presentClient), call)
  })
  router.on('POST', '/client', createClient)
  router.on('GET', '/client/:client', (panel, call) => ({
    data: presentClient(panel.findClient(call.params.client)),
  }))
  router.on('PATCH', '/client/:client', editClient)
  router.on('POST', '/client/:client/email', (panel, call) => {
    panel.findClient(call.params.client)
    readBody(call.body, { type: 'string' })
    return { data: null, text: 'Email sent.' }
  })
  router.on('POST', '/key', createKey)
  router.on('DELETE', '/key/:key', (panel, call) => {
    if (!panel.keys.remove(call.params.key ?? '')) throw notFound('Key')
    return { data: null, text: 'Key deleted.' }
  })
}

/** An empty password makes an account that cannot sign in by password. */
function createClient(panel: Installation, call: Call): Answer {
  const body = readBody(call.body, {
    email: 'string',
    first: 'string',
    last: 'string',
    billing_id: 'string?',
    password: 'string?',
    billing: 'object?',
  })
  const email = String(body.email)
  if (!EMAIL.test(email)) throw invalid('The email must be a valid email address.')
  if (String(body.first).trim() === '') throw invalid('The first field is required.')
  const billingId = typeof body.billing_id === 'string' && body.billing_id !== '' ? body.billing_id : null
  const others = panel.clients.list()
  if (others.some((client) => client.email.toLowerCase() === email.toLowerCase())) {
    throw conflict('The email has already been taken.')
  }
  if (billingId !== null && others.some((client) => client.billingId === billingId)) {
    throw conflict('The billing id has already been taken.')
  }
  const client: ClientRecord = {
    id: 50 + panel.nextId('client'),
    email,
    first: String(body.first),
    last: String(body.last),
    billingId,
    isVip: false,
    hasPassword: typeof body.password === 'string' && body.password !== '',
    createdAt: panel.stamp(),
  }
  panel.clients.insert(String(client.id), client)
  return { data: presentClient(client), text: 'Client created.' }
}

function editClient(panel: Installation, call: Call): Answer {
  const client = panel.findClient(call.params.client)
  const body = readBody(call.body, {
    email: 'string?',
    first: 'string?',
    last: 'string?',
    billing_id: 'string?',
    billing: 'object?',
    password: 'string?',
  })
  const billing = isRecord(body.billing) ? body.billing : {}
  const saved = panel.clients.put(String(client.id), {
    ...client,
    email: typeof body.email === 'string' ? body.email : client.email,
    first: typeof body.first === 'string' ? body.first : client.first,
    last: typeof body.last === 'string' ? body.last : client.last,
    billingId: typeof body.billing_id === 'string' ? body.billing_id : client.billingId,
    isVip: typeof billing.ignoreAutoSuspend === 'boolean' ? billing.ignoreAutoSuspend : client.isVip,
  })
  return { data: presentClient(saved), text: 'Client saved.' }
}

function createKey(panel: Installation, call: Call): Answer {
  const body = readBody(call.body, { owner_id: 'int', owner_type: 'string' })
  if (body.owner_type !== 'client') throw invalid('The selected owner_type is invalid.')
  const client = panel.findClient(body.owner_id)
  const id = panel.nextId('key')
  const key = newKey()
  panel.keys.insert(String(id), { id, key, clientId: client.id, createdAt: panel.stamp() })
  return { data: { id, key, owner_id: client.id, owner_type: 'client' } }
}
