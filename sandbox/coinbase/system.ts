import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html, page } from '../core/html.ts'
import { pathOf } from '../core/strike.ts'
import type { SandboxSystem, TableAction } from '../core/system.ts'
import { apiPath, businessFor, isAuthorised, type Business } from './business.ts'
import { createCheckout, move, present, Refusal } from './checkouts.ts'
import { registerDeliveries } from './deliveries.ts'
import { refund } from './refunds.ts'
import type { Checkout, Status } from './records.ts'

/** The stand-in for Coinbase Business: checkouts at /coinbase/api/v1, the page where one pays, levers at /_coinbase. */
export const coinbase: SandboxSystem = {
  name: 'coinbase',
  title: 'Coinbase Business',
  apiPrefixes: ['/coinbase/api/'],
  faults: {
    rate_limited: 'Answers 429 without acting.',
    delay_webhooks_ms: 'Sends an event `value` milliseconds late.',
    lose_webhooks: 'Never sends an event.',
  },
  register(app, kit) {
    const business = businessFor(kit)
    registerDeliveries(business)
    kit.timers.on<{ id: string }>('expire', ({ payload }) =>
      kit.store.transaction(() => void move(business, payload.id, 'EXPIRED'))
    )
    registerApi(app, business)
    registerPage(app, business)
  },
  serverError: () => ({ errorType: 'internal_server_error', errorMessage: 'An internal error occurred.' }),
  overview: (kit) => {
    const checkouts = businessFor(kit).records.checkouts.list()
    const count = (status: Status) => checkouts.filter((checkout) => checkout.status === status).length
    return [
      { label: 'Checkouts', value: checkouts.length },
      { label: 'Escrowed', value: count('PROCESSING') },
      { label: 'Completed', value: count('COMPLETED'), tone: 'good' },
      { label: 'Failed', value: count('FAILED'), tone: 'bad' },
    ]
  },
  tables: (kit) => [
    {
      name: 'checkouts',
      title: 'Checkouts',
      columns: ['Id', 'Amount', 'USDC', 'Status', 'Description', 'Created'],
      rows: businessFor(kit)
        .records.checkouts.list({ newestFirst: true, limit: 50 })
        .map((checkout) => ({
          href: checkout.url,
          cells: [checkout.id, `${checkout.fiatAmount} ${checkout.fiatCurrency}`, checkout.amount, checkout.status, checkout.description, checkout.createdAt], // prettier-ignore
          actions: leversOf(checkout),
        })),
    },
  ],
  state: (kit) => {
    const { records } = businessFor(kit)
    return { checkouts: records.checkouts.list(), deliveries: records.deliveries.list() }
  },
  reset() {},
}

function leversOf({ id, status }: Checkout): TableAction[] {
  const lever = (label: string, what: string): TableAction => ({
    label,
    method: 'POST',
    url: `/_coinbase/checkouts/${id}/${what}`,
  })
  if (status === 'ACTIVE') return [lever('Pay', 'pay'), lever('Escrow', 'escrow'), lever('Expire', 'expire')]
  return status === 'PROCESSING' ? [lever('Complete', 'complete'), lever('Fail', 'fail')] : []
}

type Work = (given: {
  params: { id: string }
  body: Record<string, unknown>
  request: FastifyRequest
}) => unknown

function registerApi(app: FastifyInstance, business: Business): void {
  const on = (method: 'GET' | 'POST', path: string, work: Work) =>
    app.route({
      method,
      url: apiPath + path,
      handler: (request, reply) => answer(business, request, reply, work),
    })
  const find = (id: string) => {
    const checkout = business.records.checkouts.get(id)
    if (!checkout) throw new Refusal(404, 'not_found', 'Checkout not found.')
    return checkout
  }
  const keyOf = (request: FastifyRequest) => {
    const key = request.headers['x-idempotency-key']
    return typeof key === 'string' ? key : null
  }
  on('POST', '/checkouts', ({ body, request }) =>
    present(createCheckout(business, body, keyOf(request), publicUrl(business, request)))
  )
  on('GET', '/checkouts', ({ request }) =>
    list(business, request.query as Record<string, string | undefined>)
  )
  on('GET', '/checkouts/:id', ({ params }) => present(find(params.id)))
  on('POST', '/checkouts/:id/deactivate', ({ params }) => {
    const checkout = find(params.id)
    const moved = move(business, checkout.id, 'DEACTIVATED')
    if (!moved)
      throw new Refusal(
        400,
        'invalid_request',
        `A checkout that is ${checkout.status} cannot be deactivated.`
      )
    return present(moved)
  })
  on('POST', '/checkouts/:id/refund', ({ params, body, request }) =>
    present(refund(business, find(params.id), body, keyOf(request)))
  )
}

function list({ records }: Business, query: Record<string, string | undefined>): object {
  const size = Math.min(100, Number(query.pageSize ?? 20))
  const start = Number(query.pageToken ?? 0)
  const all = records.checkouts.list({
    newestFirst: true,
    filter: ({ status }) => query.status === undefined || status === query.status,
  })
  const next = start + size < all.length ? { nextPageToken: String(start + size) } : {}
  return { checkouts: all.slice(start, start + size).map(present), ...next }
}

function answer(business: Business, request: FastifyRequest, reply: FastifyReply, work: Work): FastifyReply {
  const path = pathOf(request)
  if (business.kit.faults.strikes('rate_limited', { method: request.method, path }))
    return reply.code(429).send({ errorType: 'rate_limit_exceeded', errorMessage: 'Too many requests.' })
  const uri = `${request.method} ${request.headers.host ?? ''}${path}`
  if (!isAuthorised(business, request.headers.authorization, uri))
    return reply.code(401).send({
      errorType: 'unauthorized',
      errorMessage: 'The token is missing, expired or not for this call.',
    })
  const body = (request.body ?? {}) as Record<string, unknown>
  const { status, content } = business.kit.store.transaction(() => {
    try {
      const done = work({ params: request.params as { id: string }, body, request })
      return { status: request.method === 'POST' && path.endsWith('/checkouts') ? 201 : 200, content: done }
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, content: error.body }
      throw error
    }
  })
  return reply.code(status).send(content)
}

function publicUrl({ kit }: Business, request: FastifyRequest): string {
  return kit.settings.env.SANDBOX_PUBLIC_URL || `http://${request.headers.host ?? request.hostname}`
}

function registerPage(app: FastifyInstance, business: Business): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(String(text))))
  )
  app.get<{ Params: { id: string } }>('/coinbase/pay/:id', (request, reply) => {
    const checkout = business.records.checkouts.get(request.params.id)
    if (!checkout) return page(reply.code(404), 'Nothing to pay', html`<h1>Nothing to pay here</h1>`)
    return page(
      reply,
      'Pay with Coinbase',
      html`<p class="eyebrow">Coinbase · stand-in</p>
        <h1>${checkout.fiatAmount} ${checkout.fiatCurrency}</h1>
        <p>${checkout.amount} USDC on ${checkout.network} · ${checkout.description} · ${checkout.status}</p>
        ${
          checkout.status === 'ACTIVE'
            ? html`<form method="post">
                <button name="outcome" value="pay">Pay</button>
                <button name="outcome" value="fail">Fail</button>
              </form>`
            : ''
        }`
    )
  })
  app.post<{ Params: { id: string }; Body: { outcome?: string } }>('/coinbase/pay/:id', (request, reply) => {
    const { id } = request.params
    const isPaid = request.body?.outcome !== 'fail'
    const moved = business.kit.store.transaction(() => pull(business, id, isPaid ? 'pay' : 'fail'))
    const back = isPaid ? moved?.successRedirectUrl : moved?.failRedirectUrl
    return back ? reply.redirect(back, 303) : reply.redirect(`/coinbase/pay/${id}`, 303)
  })
  app.post<{ Params: { id: string; what: string } }>('/_coinbase/checkouts/:id/:what', (request, reply) => {
    const moved = business.kit.store.transaction(() => pull(business, request.params.id, request.params.what))
    return moved ?? reply.code(404).send({ message: 'There is no such checkout, or it cannot move there.' })
  })
}

/** What happens to a checkout by its payer, the chain or time. */
function pull(business: Business, id: string, what: string): Checkout | null {
  switch (what) {
    case 'pay':
      move(business, id, 'PROCESSING')
      return move(business, id, 'COMPLETED')
    case 'escrow':
      return move(business, id, 'PROCESSING')
    case 'complete':
      return move(business, id, 'COMPLETED')
    case 'fail':
      return move(business, id, 'FAILED')
    case 'expire':
      return move(business, id, 'EXPIRED')
    default:
      return null
  }
}
