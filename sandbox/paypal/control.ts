import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { callWithin, type Account, type Call } from './account.ts'
import { approveOrder, approveSetup } from './approvals.ts'
import { transmissionHeaders } from './signing.ts'
import { openAppeal, openDispute, resolveDispute } from './disputes.ts'
import { PayPalError, notFound } from './errors.ts'
import { deliverEvent } from './events.ts'
import { publicUrl } from './http.ts'
import { settlePending } from './money.ts'
import { lapseOrder } from './orders.ts'
import { letGo, reverse } from './payments.ts'
import { withdraw } from './reporting.ts'
import { revoke } from './vault.ts'

type Said = Record<string, unknown>
type Lever = (call: Call, id: string, said: Said) => object

/** Levers for tests and the console that PayPal itself does not have: what payers, banks and time do. */
const levers: Record<string, Lever> = {
  'orders approve': (call, id, said) =>
    approveOrder(call, id, {
      payer: textOf(said, 'payer', 'ada@buyer.test'),
      funding: said.funding === 'declined' ? 'declined' : 'balance',
      ...(typeof said.country === 'string' ? { country: said.country } : {}),
    }),
  'orders lapse': (call, id) => ({ lapsed: lapseOrder(call, id) }),
  'setups approve': (call, id, said) => approveSetup(call, id, textOf(said, 'payer', 'ada@buyer.test')),
  'authorizations expire': (call, id) => {
    const held = call.records.authorizations.get(id)
    if (!held || held.status !== 'CREATED') throw notFound()
    return letGo(call, held, 'EXPIRED')
  },
  'captures clear': (call, id) => settlePending(call, id, 'COMPLETED') ?? missing(),
  'captures bounce': (call, id) => settlePending(call, id, 'DECLINED') ?? missing(),
  'captures reverse': (call, id) => reverse(call, id),
  'captures dispute': (call, id, said) =>
    openDispute(call, {
      capture: id,
      reason: textOf(said, 'reason', 'UNAUTHORISED'),
      stage: said.stage === 'INQUIRY' ? 'INQUIRY' : 'CHARGEBACK',
    }),
  'disputes win': (call, id) => resolveDispute(call, id, 'RESOLVED_SELLER_FAVOUR'),
  'disputes lose': (call, id) => resolveDispute(call, id, 'RESOLVED_BUYER_FAVOUR'),
  'disputes appeal': (call, id) => openAppeal(call, id),
  'disputes withdraw': (call, id) => resolveDispute(call, id, 'CANCELED_BY_BUYER'),
  'payment_tokens revoke': (call, id) => {
    const token = call.records.paymentTokens.get(id)
    if (!token) throw notFound()
    revoke(call, token)
    return { revoked: id }
  },
  'events resend': (call, id, said) => {
    const event = call.records.events.get(id)
    if (!event) throw notFound()
    const count = Math.min(100, Math.max(1, Number(said.count ?? 1) || 1))
    return { event: id, deliveries: deliverEvent(call.account, event, Array.from({ length: count }, () => 0)) }
  },
} // prettier-ignore

export function serveControl(app: FastifyInstance, account: Account): void {
  app.post<{ Params: { kind: string; id: string; lever: string } }>(
    '/_paypal/:kind/:id/:lever',
    async (request, reply) => {
      const { kind, id, lever } = request.params
      const pull = levers[`${kind} ${lever}`]
      if (!pull) return refuse(reply, 404, `There is no lever ${kind} ${lever}.`)
      return pulled(account, { request, reply }, (call) => pull(call, id, saidIn(request)))
    }
  )
  app.post('/_paypal/withdrawals', async (request, reply) => {
    const { amount, currency } = saidIn(request)
    const minor = Number(amount)
    if (!Number.isInteger(minor) || minor < 1 || typeof currency !== 'string')
      return refuse(reply, 400, 'amount (minor units) and currency are needed.')
    return pulled(account, { request, reply }, (call) => withdraw(call, { minor, currency }))
  })
  app.post('/_paypal/keys/forget', async () => {
    account.records.remembered.clear()
    return { forgotten: true }
  })
  app.post('/_paypal/access_tokens/forget', async () => {
    account.records.accessTokens.clear()
    return { forgotten: true }
  })
  app.post('/_paypal/sign', async (request) => {
    const { webhook, body, time, certificate } = saidIn(request)
    return transmissionHeaders(account, {
      webhook: String(webhook),
      body: String(body),
      ...(typeof time === 'string' ? { time } : {}),
      ...(typeof certificate === 'string' ? { certificate } : {}),
    })
  })
}

function pulled(
  account: Account,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  pull: (call: Call) => object
): object {
  try {
    return account.kit.store.transaction(() => pull(callWithin(account, publicUrl(account, request))))
  } catch (error) {
    if (error instanceof PayPalError) return refuse(reply, error.status, error.message)
    throw error
  }
}

function saidIn({ body }: FastifyRequest): Said {
  if (typeof body !== 'string' || body === '') return {}
  return JSON.parse(body) as Said
}

function textOf(said: Said, name: string, fallback: string): string {
  const value = said[name]
  return typeof value === 'string' ? value : fallback
}

function missing(): never {
  throw notFound()
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ message })
}
