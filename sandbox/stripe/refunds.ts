import type { Call } from './account.ts'
import { displayed } from './amounts.ts'
import { bookBalance, methodOf } from './charge_records.ts'
import { changedFields } from './customers.ts'
import type { Endpoint } from './endpoint.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { page } from './lists.ts'
import type { Charge, Refund } from './money_objects.ts'
import { mergedMetadata, type Params } from './params.ts'
import { behaviourOf } from './payment_method_records.ts'

export const refundEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/refunds', check: checkCreate, run: create },
  { method: 'GET', url: '/v1/refunds', run: list },
  { method: 'GET', url: '/v1/refunds/:id', run: find },
  { method: 'POST', url: '/v1/refunds/:id', run: update },
]

const bankAnswersAfterMs = 1000

function checkCreate(params: Params): void {
  if (!params.has('charge') && !params.has('payment_intent')) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.'
    )
  }
  const unavailable = [
    'refund_application_fee',
    'reverse_transfer',
    'origin',
    'instructions_email',
    'customer',
  ].find((name) => params.has(name))
  if (unavailable) {
    throw invalidRequest(`This stand-in has no part for \`${unavailable}\`.`, { param: unavailable })
  }
}

function find(call: Call): Refund {
  const refund = call.records.refunds.get(call.path.id ?? '')
  if (!refund) throw resourceMissing('refund', call.path.id ?? '')
  return refund
}

/** Gives money back, never more than what is left of the charge. */
function create(call: Call): object {
  const { params, records } = call
  const charge = chargeToRefund(call)
  const left = charge.amount - charge.amount_refunded
  const amount = params.integer('amount') ?? left
  checkRefundable(charge, amount, left)

  const fate = behaviourOf(call, methodOf(call, charge)).refund
  const refund = newRefund(call, charge, { amount, pending: fate === 'pending' })
  if (refund.status === 'succeeded') refund.balance_transaction = bookRefund(call, refund, 'refund')
  records.refunds.insert(refund.id, refund)

  const refunded = records.charges.put(charge.id, {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: charge.amount_refunded + amount === charge.amount,
  })
  emit(call, 'refund.created', refund)
  emit(call, 'charge.refunded', refunded, changedFields(charge, refunded))
  if (fate) {
    call.account.kit.timers.schedule(
      'refund',
      { refund: refund.id },
      { delayMs: bankAnswersAfterMs, key: refund.id }
    )
  }
  return refund
}

function newRefund(call: Call, charge: Charge, terms: { amount: number; pending: boolean }): Refund {
  return {
    id: newId('re'),
    object: 'refund',
    amount: terms.amount,
    balance_transaction: null,
    charge: charge.id,
    created: call.now,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { type: 'refund', reference_status: 'pending' }, type: 'card' },
    metadata: mergedMetadata({}, call.params),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: call.params.text('reason') ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: terms.pending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  }
}

function chargeToRefund(call: Call): Charge {
  const { params, records } = call
  const chargeId = params.text('charge')
  if (chargeId) {
    const charge = records.charges.get(chargeId)
    if (!charge) throw resourceMissing('charge', chargeId, 'charge')
    return charge
  }
  const intentId = params.text('payment_intent') ?? ''
  const intent = records.paymentIntents.get(intentId)
  if (!intent) throw resourceMissing('payment_intent', intentId, 'payment_intent')
  const charge = records.charges.get(intent.latest_charge ?? '')
  if (!charge || charge.status !== 'succeeded') {
    throw invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    })
  }
  return charge
}

function checkRefundable(charge: Charge, amount: number, left: number): void {
  if (charge.status !== 'succeeded') {
    throw invalidRequest(`Charge ${charge.id} was not successful, so it cannot be refunded.`, {
      param: 'charge',
    })
  }
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    })
  }
  if (charge.refunded || left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  if (!charge.captured) {
    throw invalidRequest(
      'This payment has not been captured. Cancel its PaymentIntent to release the money.',
      {
        param: 'payment_intent',
      }
    )
  }
  if (amount < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
  }
  if (amount > left) {
    throw invalidRequest(
      `Refund amount (${displayed(amount, charge.currency)}) is greater than unrefunded amount on charge ` +
        `(${displayed(left, charge.currency)})`,
      { param: 'amount' }
    )
  }
}

function bookRefund(call: Call, refund: Refund, type: 'refund' | 'refund_failure'): string {
  return bookBalance(call, {
    amount: type === 'refund' ? -refund.amount : refund.amount,
    currency: refund.currency,
    description: type === 'refund' ? 'REFUND FOR CHARGE' : 'REFUND FAILURE',
    fee: 0,
    source: refund.id,
    type,
    available: true,
  }).id
}

/** The bank's late word on a refund: done at last, or come back because the card is closed. */
export function settleRefund(call: Call, id: string): void {
  const refund = call.records.refunds.get(id)
  if (refund?.status === 'pending') completeRefund(call, refund)
  else if (refund?.status === 'succeeded') failRefund(call, refund)
}

function completeRefund(call: Call, refund: Refund): void {
  const done: Refund = {
    ...refund,
    status: 'succeeded',
    balance_transaction: bookRefund(call, refund, 'refund'),
  }
  call.records.refunds.put(done.id, done)
  emit(call, 'refund.updated', done, { status: 'pending', balance_transaction: null })
  emit(call, 'charge.refund.updated', done, { status: 'pending', balance_transaction: null })
}

function failRefund(call: Call, refund: Refund): void {
  const { records } = call
  const failed: Refund = {
    ...refund,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    failure_balance_transaction: bookRefund(call, refund, 'refund_failure'),
  }
  records.refunds.put(failed.id, failed)
  const charge = records.charges.get(refund.charge)
  if (charge) {
    const amountRefunded = charge.amount_refunded - refund.amount
    records.charges.put(charge.id, { ...charge, amount_refunded: amountRefunded, refunded: false })
  }
  emit(call, 'refund.failed', failed, { status: 'succeeded' })
  emit(call, 'refund.updated', failed, { status: 'succeeded' })
  emit(call, 'charge.refund.updated', failed, { status: 'succeeded' })
}

function update(call: Call): object {
  const old = find(call)
  const refund = { ...old, metadata: mergedMetadata(old.metadata, call.params) }
  call.records.refunds.put(refund.id, refund)
  emit(call, 'refund.updated', refund, { metadata: old.metadata })
  return refund
}

function list(call: Call): object {
  const charge = call.params.text('charge')
  const intent = call.params.text('payment_intent')
  return page(call, call.records.refunds, {
    url: '/v1/refunds',
    filter: (refund) =>
      (charge === undefined || refund.charge === charge) &&
      (intent === undefined || refund.payment_intent === intent),
  })
}
