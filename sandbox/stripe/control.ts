import type { FastifyInstance, FastifyReply } from 'fastify'
import { callWithin, type Account, type Call } from './account.ts'
import { scheduleDelivery } from './deliveries.ts'
import { Params } from './params.ts'
import { finishAuthentication } from './authentication_pages.ts'
import { escalate, finish, openAppeal, openDispute } from './disputes.ts'
import { serveIssuer } from './card_issuer.ts'
import { settleRefund } from './refunds.ts'
import { chooseSettlement } from './exchange.ts'
import { arrive, fail, payOut } from './payouts.ts'
import { expireAuthorisation } from './timers.ts'

/** Levers for tests and the console that Stripe itself does not have. */
export function serveControl(app: FastifyInstance, account: Account): void {
  const { records, kit } = account

  app.post<{ Params: { id: string }; Querystring: { count?: string } }>(
    '/_stripe/events/:id/resend',
    async (request, reply) => {
      const event = records.events.get(request.params.id)
      if (!event) return missing(reply, request.params.id)
      const count = Math.min(100, Math.max(1, Number(request.query.count ?? 1) || 1))
      const endpoints = records.webhookEndpoints.list({ filter: (endpoint) => endpoint.status === 'enabled' })
      kit.store.transaction(() => {
        for (const endpoint of endpoints) {
          for (let copy = 0; copy < count; copy += 1) {
            scheduleDelivery(account, { event: event.id, endpoint: endpoint.id, delayMs: 0 })
          }
        }
      })
      return { event: event.id, deliveries: endpoints.length * count }
    }
  )

  app.post('/_stripe/keys/forget', async () => {
    records.idempotency.clear()
    return { forgotten: true }
  })

  servePayouts(app, account)
  serveIssuer(app, account)

  app.post<{ Params: { id: string; outcome: string } }>(
    '/_stripe/intents/:id/:outcome',
    async (request, reply) => {
      const { id, outcome } = request.params
      const intent = records.paymentIntents.get(id) ?? records.setupIntents.get(id)
      if (!intent) return missing(reply, id)
      if (outcome === 'complete' || outcome === 'fail') {
        return kit.store.transaction(() =>
          finishAuthentication(callWithin(account, new Params({})), id, outcome)
        )
      }
      if (outcome !== 'expire') return missing(reply, outcome)
      kit.store.transaction(() => expireAuthorisation(callWithin(account, new Params({})), id))
      return records.paymentIntents.get(id)
    }
  )

  app.post<{ Params: { id: string } }>('/_stripe/refunds/:id/settle', async (request, reply) => {
    const { id } = request.params
    if (!records.refunds.get(id)) return missing(reply, id)
    kit.store.transaction(() => settleRefund(callWithin(account, new Params({})), id))
    return records.refunds.get(id)
  })

  app.post<{ Params: { id: string }; Querystring: { reason?: string; inquiry?: string } }>(
    '/_stripe/payments/:id/dispute',
    async (request, reply) => {
      const charge = records.charges.get(records.paymentIntents.get(request.params.id)?.latest_charge ?? '')
      if (!charge || charge.disputed) return missing(reply, request.params.id)
      const { reason = 'fraudulent', inquiry } = request.query
      return kit.store.transaction(() =>
        openDispute(callWithin(account, new Params({})), charge, { reason, inquiry: inquiry === 'true' })
      )
    }
  )

  app.post<{ Params: { id: string; outcome: string } }>(
    '/_stripe/disputes/:id/:outcome',
    async (request, reply) => {
      const { id, outcome } = request.params
      const dispute = records.disputes.get(id)
      if (dispute?.status.startsWith('warning') && outcome === 'escalate')
        return kit.store.transaction(() => escalate(callWithin(account, new Params({})), dispute))
      if (dispute?.status === 'lost' && outcome === 'appeal')
        return kit.store.transaction(() => openAppeal(callWithin(account, new Params({})), dispute))
      if (!dispute || (outcome !== 'won' && outcome !== 'lost')) return missing(reply, id)
      return kit.store.transaction(() => finish(callWithin(account, new Params({})), dispute, outcome))
    }
  )
}

/** Payouts without waiting for the night, what the bank makes of them, and in which currency the account keeps its money. */
function servePayouts(app: FastifyInstance, account: Account): void {
  const { kit } = account
  const within = <T>(work: (call: Call) => T): T =>
    kit.store.transaction(() => work(callWithin(account, new Params({}))))

  app.post<{ Querystring: { pending?: string } }>('/_stripe/payouts', async (request) => ({
    payouts: within((call) => payOut(call, { withPending: request.query.pending === 'true' })),
  }))

  app.post<{ Params: { id: string; outcome: string } }>(
    '/_stripe/payouts/:id/:outcome',
    async (request, reply) => {
      const { id, outcome } = request.params
      if (outcome !== 'arrive' && outcome !== 'fail') return missing(reply, outcome)
      return (
        within((call) => (outcome === 'arrive' ? arrive(call, id) : fail(call, id))) ?? missing(reply, id)
      )
    }
  )

  app.post<{ Querystring: { currency?: string } }>('/_stripe/settlement', async (request) => {
    const currency = request.query.currency?.toLowerCase() || null
    within((call) => chooseSettlement(call, currency))
    return { currency }
  })
}

function missing(reply: FastifyReply, what: string): FastifyReply {
  return reply.code(404).send({ message: `There is no ${what}.` })
}
