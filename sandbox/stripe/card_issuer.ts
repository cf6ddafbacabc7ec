import type { FastifyInstance } from 'fastify'
import { callWithin, type Account, type Call } from './account.ts'
import { resourceMissing } from './errors.ts'
import { warnOfFraud } from './early_fraud_warnings.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import type { Review } from './money_objects.ts'
import type { Mandate } from './objects.ts'
import { Params } from './params.ts'

/** Levers for what banks, their customers and people in the dashboard do to saved cards and payments, beside disputes. */
export function serveIssuer(app: FastifyInstance, account: Account): void {
  const levers: Record<string, (call: Call, id: string) => object> = {
    'payment_methods renew': renewCard,
    'payment_methods revoke': endMandate,
    'payments review': openReview,
    'payments report': reportFraud,
    'reviews approve': approve,
  }
  for (const [name, lever] of Object.entries(levers)) {
    const [kind, verb] = name.split(' ')
    app.post<{ Params: { id: string } }>(`/_stripe/${kind}/:id/${verb}`, async ({ params }, reply) => {
      try {
        return account.kit.store.transaction(() => lever(callWithin(account, new Params({})), params.id))
      } catch {
        return reply.code(404).send({ message: `There is no ${params.id}.` })
      }
    })
  }
}

/** The network tells of a new end, as of a card that its bank sent out anew. */
function renewCard(call: Call, id: string): object {
  const old = call.records.paymentMethods.get(id)
  if (!old) throw resourceMissing('payment method', id)
  const renewed = { ...old, card: { ...old.card, exp_year: old.card.exp_year + 4 } }
  call.records.paymentMethods.put(id, renewed)
  emit(call, 'payment_method.automatically_updated', renewed, { card: { exp_year: old.card.exp_year } })
  return renewed
}

/** Its owner tells the bank that we may not charge it any more. Cards have mandates only where one was sent along: then one is written now. */
function endMandate(call: Call, id: string): object {
  if (!call.records.paymentMethods.get(id)) throw resourceMissing('payment method', id)
  const [known] = call.records.mandates.list({ filter: (item) => item.payment_method === id })
  const mandate = known ?? newMandate(call, id)
  const ended = { ...mandate, status: 'inactive' as const }
  call.records.mandates.put(mandate.id, ended)
  emit(call, 'mandate.updated', ended, { status: mandate.status })
  return ended
}

function newMandate(call: Call, method: string): Mandate {
  return {
    id: newId('mandate'),
    object: 'mandate',
    customer_acceptance: { accepted_at: call.now, online: { ip_address: null, user_agent: null }, type: 'online' },
    livemode: false,
    multi_use: {},
    payment_method: method,
    payment_method_details: { card: {}, type: 'card' },
    status: 'active',
    type: 'multi_use',
  }
} // prettier-ignore

/** The cardholder tells the bank of fraud, which tells Stripe before anybody disputes. */
function reportFraud(call: Call, id: string): object {
  const charge = call.records.charges.get(call.records.paymentIntents.get(id)?.latest_charge ?? '')
  if (!charge?.captured) throw resourceMissing('payment intent', id)
  return warnOfFraud(call, charge)
}

/** Radar wants a person to look at a payment. */
function openReview(call: Call, id: string): Review {
  const intent = call.records.paymentIntents.get(id)
  if (!intent?.latest_charge) throw resourceMissing('payment intent', id)
  const review: Review = {
    id: newId('prv'),
    object: 'review',
    billing_zip: null,
    charge: intent.latest_charge,
    closed_reason: null,
    created: call.now,
    ip_address: null,
    ip_address_location: null,
    livemode: false,
    open: true,
    opened_reason: 'rule',
    payment_intent: id,
    reason: 'rule',
    session: null,
  }
  call.records.reviews.insert(review.id, review)
  call.records.paymentIntents.put(id, { ...intent, review: review.id })
  emit(call, 'review.opened', review)
  return review
}

function approve(call: Call, id: string): Review {
  const old = call.records.reviews.get(id)
  if (!old) throw resourceMissing('review', id)
  const review: Review = { ...old, open: false, closed_reason: 'approved', reason: 'approved' }
  call.records.reviews.put(id, review)
  emit(call, 'review.closed', review, { open: true })
  return review
}
