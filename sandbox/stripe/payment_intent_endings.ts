import type { Call } from './account.ts'
import { displayed } from './amounts.ts'
import { settleCharge } from './charge_records.ts'
import { invalidRequest } from './errors.ts'
import { emit } from './events.ts'
import type { Charge } from './money_objects.ts'
import type { PaymentIntent } from './objects.ts'
import { mergedMetadata, type Params } from './params.ts'
import { advance, scheduleAftermath } from './payment_attempt.ts'
import { unexpectedState } from './payment_confirmation.ts'

/** Takes the money that was held, all of it or a part; the rest of a part is let go. */
export function capture(call: Call, intent: PaymentIntent): object {
  const { params, records } = call
  if (intent.status !== 'requires_capture') {
    throw unexpectedState(
      call,
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a ` +
        'PaymentIntent with one of the following statuses may be captured: requires_capture.'
    )
  }
  const amount = amountToCapture(params, intent)
  const held = chargeOf(call, intent)
  const captured = settleCharge(call, {
    ...held,
    captured: true,
    amount_captured: amount,
    amount_refunded: held.amount - amount,
    metadata: mergedMetadata(held.metadata, params),
  })
  records.charges.put(captured.id, captured)
  const done = advance(call, intent, {
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
    metadata: mergedMetadata(intent.metadata, params),
  })
  call.account.kit.timers.cancel('expire_authorisation', intent.id)
  emit(call, 'charge.captured', captured, { captured: false, amount_captured: 0, balance_transaction: null })
  emit(call, 'payment_intent.succeeded', done)
  scheduleAftermath(call, captured)
  return done
}

function amountToCapture(params: Params, intent: PaymentIntent): number {
  if (params.flag('final_capture') === false) {
    throw invalidRequest('Multicapture is not available for this PaymentIntent.', { param: 'final_capture' })
  }
  const amount = params.integer('amount_to_capture') ?? intent.amount_capturable
  const param = 'amount_to_capture'
  if (amount < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param,
    })
  }
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      `The amount to capture (${displayed(amount, intent.currency)}) is greater than the amount you can capture ` +
        `(${displayed(intent.amount_capturable, intent.currency)}).`,
      { code: 'amount_too_large', param }
    )
  }
  return amount
}

const cancellable = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
]

export function checkCancel(params: Params): void {
  const reason = params.text('cancellation_reason')
  if (reason === undefined) return
  const reasons = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']
  if (reasons.includes(reason)) return
  throw invalidRequest(`Invalid cancellation_reason: must be one of ${reasons.join(', ')}`, {
    param: 'cancellation_reason',
  })
}

export function cancel(call: Call, intent: PaymentIntent): object {
  if (!cancellable.includes(intent.status)) {
    throw unexpectedState(
      call,
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent ` +
        `with one of the following statuses may be canceled: ${cancellable.join(', ')}.`
    )
  }
  return letGo(call, intent, call.params.text('cancellation_reason') ?? null)
}

/** Cancels, and releases what was held. The network does the same when nobody captured in time. */
export function letGo(call: Call, intent: PaymentIntent, reason: string | null): PaymentIntent {
  const held = intent.status === 'requires_capture' ? chargeOf(call, intent) : null
  const canceled = advance(call, intent, {
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: call.now,
    cancellation_reason: reason,
    next_action: null,
  })
  if (held) release(call, held, reason)
  call.account.kit.timers.cancel('expire_authorisation', intent.id)
  emit(call, 'payment_intent.canceled', canceled)
  return canceled
}

function release(call: Call, held: Charge, reason: string | null): void {
  const released = { ...held, refunded: true, amount_refunded: held.amount }
  call.records.charges.put(held.id, released)
  const expired = reason === 'automatic'
  emit(call, expired ? 'charge.expired' : 'charge.refunded', released, {
    refunded: false,
    amount_refunded: 0,
  })
}

function chargeOf(call: Call, intent: PaymentIntent): Charge {
  const charge = call.records.charges.get(intent.latest_charge ?? '')
  if (!charge) throw new Error(`PaymentIntent ${intent.id} has lost its charge`)
  return charge
}
