import type { FastifyInstance, FastifyReply } from 'fastify'
import { methodIds } from './coins.ts'
import { redeliver } from './deliveries.ts'
import { parseDecimal } from './decimals.ts'
import { present, presentMethods } from './invoices.ts'
import { movePayout, payoutsOf } from './pull_payments.ts'
import { endMonitoring, expireInvoice, mineBlock, replacePayment } from './receiving.ts'
import { Refusal } from './refusal.ts'
import { send, type Share, shares } from './wallet.ts'
import type { Shop } from './shop.ts'

/** Levers for tests and the console that the server itself does not have. */
export function registerControl(app: FastifyInstance, shop: Shop): void {
  const { records, kit } = shop
  const found = (id: string, reply: FastifyReply, work: () => unknown) =>
    records.invoices.has(id)
      ? kit.store.transaction(work)
      : reply.code(404).send({ message: `There is no ${id}.` })

  app.post<{ Params: { id: string }; Body?: Record<string, unknown>; Querystring: Record<string, string> }>(
    '/_btcpay/invoices/:id/pay',
    (request, reply) =>
      found(request.params.id, reply, () => {
        const wish = { ...request.query, ...request.body }
        const share = String(wish.share ?? 'exact')
        const outcome = send(shop, records.invoices.get(request.params.id)!, {
          method: String(wish.method ?? methodIds[0]),
          share: share in shares ? (share as Share) : null,
          amount: typeof wish.amount === 'string' ? wish.amount : null,
          isStuck: wish.stuck === true || wish.stuck === 'true',
        })
        return typeof outcome === 'string'
          ? reply.code(422).send({ message: outcome })
          : told(shop, request.params.id)
      })
  )

  app.post<{ Params: { id: string; what: string } }>('/_btcpay/invoices/:id/:what', (request, reply) => {
    const { id, what } = request.params
    return found(id, reply, () => {
      if (what === 'expire') expireInvoice(shop, id)
      else if (what === 'end-monitoring') endMonitoring(shop, id)
      else return reply.code(404).send({ message: `There is no lever ${what}.` })
      return told(shop, id)
    })
  })

  app.post<{ Params: { id: string; payment: string } }>(
    '/_btcpay/invoices/:id/payments/:payment/replace',
    (request, reply) =>
      found(request.params.id, reply, () => {
        replacePayment(shop, request.params.id, request.params.payment)
        return told(shop, request.params.id)
      })
  )

  app.post<{ Querystring: { count?: string } }>('/_btcpay/blocks', async (request) => {
    const count = Math.min(144, Math.max(1, Number(request.query.count ?? 1) || 1))
    return kit.store.transaction(() => {
      let confirmed = 0
      for (let block = 0; block < count; block += 1) confirmed += mineBlock(shop)
      return { blocks: count, confirmed }
    })
  })

  registerOtherLevers(app, shop)
}

function registerOtherLevers(app: FastifyInstance, shop: Shop): void {
  const { records, kit } = shop

  app.put<{ Params: { pair: string }; Body: { rate?: unknown } }>(
    '/_btcpay/rates/:pair',
    async (request, reply) => {
      const rate = String(request.body?.rate ?? '')
      const value = parseDecimal(rate)
      if (value === null || value <= 0n)
        return reply.code(422).send({ message: 'rate must be a decimal above 0.' })
      return records.rates.put(request.params.pair, { rate })
    }
  )

  app.post<{ Params: { id: string } }>('/_btcpay/deliveries/:id/redeliver', async (request, reply) => {
    const delivery = records.deliveries.get(request.params.id)
    const id = delivery && kit.store.transaction(() => redeliver(shop, delivery))
    return id ? { id } : reply.code(404).send({ message: `There is no ${request.params.id}.` })
  })

  /** What the people of the store do with a claim: `approve`, `pay` or `cancel` all of a pull payment's payouts. */
  app.post<{ Params: { id: string; what: string } }>(
    '/_btcpay/pull-payments/:id/:what',
    async (request, reply) => {
      const state = { approve: 'AwaitingPayment', pay: 'Completed', cancel: 'Cancelled' }[request.params.what]
      if (!state) return reply.code(404).send({ message: `There is no lever ${request.params.what}.` })
      try {
        return kit.store.transaction(() =>
          payoutsOf(shop, request.params.id).map(({ id }) => movePayout(shop, id, state as 'Completed'))
        )
      } catch (error) {
        if (error instanceof Refusal) return reply.code(error.status).send(error.body)
        throw error
      }
    }
  )
}

function told(shop: Shop, id: string): unknown {
  const invoice = shop.records.invoices.get(id)!
  return { ...present(shop, invoice), paymentMethods: presentMethods(invoice) }
}
