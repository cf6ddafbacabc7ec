import { newId, timestamp, type Call } from './account.ts'
import { checkedMoney, minorOf, moneyOf } from './amounts.ts'
import type { Endpoint } from './endpoint.ts'
import { notFound, unprocessable } from './errors.ts'
import { emit } from './events.ts'
import { checkInvoiceId, move, take } from './money.ts'
import { orderOf } from './orders.ts'
import { showAuthorization, showCapture, showRefund } from './presentation.ts'
import type { Authorization, Capture, Money, Refund } from './records.ts'

export const paymentEndpoints: Endpoint[] = [
  {
    method: 'GET',
    url: '/v2/payments/authorizations/:id',
    run: (call) => showAuthorization(call, authorizationOf(call)),
  },
  {
    method: 'POST',
    url: '/v2/payments/authorizations/:id/capture',
    repeat: { window: 'payments', show: (call, id) => showCapture(call, captureOf(call, id)) },
    run: capture,
  },
  {
    method: 'POST',
    url: '/v2/payments/authorizations/:id/void',
    status: 200,
    repeat: { window: 'payments', show: (call, id) => showAuthorization(call, authorizationOf(call, id)) },
    run: voidIt,
  },
  { method: 'GET', url: '/v2/payments/captures/:id', run: (call) => showCapture(call, captureOf(call)) },
  {
    method: 'POST',
    url: '/v2/payments/captures/:id/refund',
    repeat: { window: 'payments', show: (call, id) => showRefund(call, refundOf(call, id)) },
    run: refund,
  },
  { method: 'GET', url: '/v2/payments/refunds/:id', run: (call) => showRefund(call, refundOf(call)) },
]

/** PayPal lets up to 115 % of what was authorised be taken, but no more than 75 units above it. */
const overPercent = 115
const overUnitsMax = 7500
const refundableForMs = 180 * 24 * 3_600_000

function authorizationOf(call: Call, id = call.path.id ?? ''): Authorization {
  const item = call.records.authorizations.get(id)
  if (!item) throw notFound()
  return item
}

export function captureOf(call: Call, id = call.path.id ?? ''): Capture {
  const item = call.records.captures.get(id)
  if (!item) throw notFound()
  return item
}

function refundOf(call: Call, id = call.path.id ?? ''): Refund {
  const item = call.records.refunds.get(id)
  if (!item) throw notFound()
  return item
}

function capture(call: Call): object {
  const held = authorizationOf(call)
  if (held.status === 'VOIDED') throw unprocessable('AUTHORIZATION_VOIDED', 'A voided authorization cannot be captured or reauthorized.')
  if (held.status === 'EXPIRED') throw unprocessable('AUTHORIZATION_EXPIRED', 'An expired authorization cannot be captured.')
  if (held.status === 'CAPTURED') throw unprocessable('AUTHORIZATION_ALREADY_CAPTURED', 'Authorization has already been captured.')
  const amount = call.body.amount ? checkedMoney(call.body.amount, '/amount') : held.amount
  if (amount.currency_code !== held.amount.currency_code)
    throw unprocessable('AUTHORIZATION_CURRENCY_MISMATCH', 'The currency of the capture differs from the authorization.')
  const most = Math.min(Math.floor((minorOf(held.amount) * overPercent) / 100), minorOf(held.amount) + overUnitsMax)
  const taken = takenOf(call, held)
  if (taken + minorOf(amount) > most)
    throw unprocessable('MAX_CAPTURE_AMOUNT_EXCEEDED', 'Capture amount exceeds allowable limit.')
  const order = orderOf(call, held.order)
  checkInvoiceId(call, order.unit.invoice_id, order.id)
  const isFinal = call.body.final_capture === true || taken + minorOf(amount) >= minorOf(held.amount)
  const captured = take(call, { order, amount, authorization: held.id, isFinal })
  call.records.authorizations.put(held.id, {
    ...held,
    status: isFinal ? 'CAPTURED' : 'PARTIALLY_CAPTURED',
    update_time: call.now,
  })
  return showCapture(call, captured)
} // prettier-ignore

function takenOf(call: Call, held: Authorization): number {
  return call.records.captures
    .find(({ authorization, status }) => authorization === held.id && status !== 'DECLINED')
    .reduce((sum, item) => sum + minorOf(item.amount), 0)
}

function voidIt(call: Call): object {
  const held = authorizationOf(call)
  if (held.status === 'VOIDED') throw unprocessable('PREVIOUSLY_VOIDED', 'Authorization has been previously voided and hence cannot be voided again.')
  if (held.status !== 'CREATED') throw unprocessable('CANNOT_BE_VOIDED', 'A reauthorization or captured authorization cannot be voided.')
  return showAuthorization(call, letGo(call, held, 'VOIDED'))
} // prettier-ignore

export function letGo(call: Call, held: Authorization, status: 'VOIDED' | 'EXPIRED'): Authorization {
  const gone: Authorization = { ...held, status, update_time: call.now }
  call.records.authorizations.put(held.id, gone)
  emit(call, {
    type: 'PAYMENT.AUTHORIZATION.VOIDED',
    resourceType: 'authorization',
    resource: showAuthorization(call, gone),
    summary: `A payment authorization was ${status.toLowerCase()}`,
  })
  return gone
}

function refund(call: Call): object {
  const paid = captureOf(call)
  const left = minorOf(paid.amount) - refundedOf(call, paid)
  const asked: Money = call.body.amount
    ? checkedMoney(call.body.amount, '/amount')
    : moneyOf(left, paid.amount.currency_code)
  checkRefundable(call, paid, { asked, left })
  const text = (name: string) => (typeof call.body[name] === 'string' ? { [name]: call.body[name] } : {})
  const item: Refund = {
    id: newId(),
    capture: paid.id,
    status: 'COMPLETED',
    amount: asked,
    ...text('custom_id'),
    ...text('invoice_id'),
    ...text('note_to_payer'),
    create_time: call.now,
    update_time: call.now,
  }
  call.records.refunds.insert(item.id, item)
  const isWhole = minorOf(asked) === left
  call.records.captures.put(paid.id, {
    ...paid,
    status: isWhole ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
    update_time: call.now,
  })
  const currency = asked.currency_code
  move(call, {
    id: item.id,
    event_code: 'T1107',
    reference: paid.id,
    reference_type: 'TXN',
    amount: moneyOf(-minorOf(asked), currency),
    fee: moneyOf(0, currency),
    status: 'S',
    custom: item.custom_id ?? null,
    invoice: item.invoice_id ?? null,
    subject: item.note_to_payer ?? null,
  })
  emit(call, {
    type: 'PAYMENT.CAPTURE.REFUNDED',
    resourceType: 'refund',
    resource: showRefund(call, item),
    summary: `A ${currency} ${asked.value} capture payment was refunded`,
  })
  return showRefund(call, item)
}

/** PayPal takes the money back by itself: an eCheck that bounced after it had cleared, a bank that insists. */
export function reverse(call: Call, id: string): Refund {
  const paid = captureOf(call, id)
  const item: Refund = {
    id: newId(),
    capture: paid.id,
    status: 'COMPLETED',
    amount: paid.amount,
    create_time: call.now,
    update_time: call.now,
  }
  call.records.refunds.insert(item.id, item)
  call.records.captures.put(paid.id, { ...paid, status: 'REFUNDED', update_time: call.now })
  const { currency_code: currency, value } = paid.amount
  move(call, {
    id: item.id,
    event_code: 'T1106',
    reference: paid.id,
    reference_type: 'TXN',
    amount: moneyOf(-minorOf(paid.amount), currency),
    fee: moneyOf(0, currency),
    status: 'S',
    custom: null,
    invoice: null,
    subject: null,
  })
  emit(call, {
    type: 'PAYMENT.CAPTURE.REVERSED',
    resourceType: 'refund',
    resource: showRefund(call, item),
    summary: `A ${currency} ${value} capture payment was reversed`,
  })
  return item
}

function refundedOf(call: Call, paid: Capture): number {
  return call.records.refunds
    .find(({ capture: id, status }) => id === paid.id && status !== 'FAILED' && status !== 'CANCELLED')
    .reduce((sum, item) => sum + minorOf(item.amount), 0)
}

function checkRefundable(call: Call, paid: Capture, { asked, left }: { asked: Money; left: number }): void {
  if (paid.status === 'PENDING') throw unprocessable('PENDING_CAPTURE', 'Cannot initiate a refund as the capture is pending.')
  if (paid.status === 'DECLINED' || paid.status === 'FAILED') throw unprocessable('REFUND_NOT_ALLOWED', 'Full refund refused.')
  if (paid.disputed) throw unprocessable('TRANSACTION_DISPUTED', 'Partial refunds cannot be offered at this time because there is an open case on this transaction.')
  if (left === 0) throw unprocessable('CAPTURE_FULLY_REFUNDED', 'The capture has already been fully refunded.')
  if (timestamp(call.account.kit.nowMs() - refundableForMs) > paid.create_time)
    throw unprocessable('REFUND_TIME_LIMIT_EXCEEDED', 'You are over the time limit to perform a refund on this capture.')
  if (asked.currency_code !== paid.amount.currency_code)
    throw unprocessable('REFUND_CAPTURE_CURRENCY_MISMATCH', 'Refund must be in the same currency as the capture.')
  if (minorOf(asked) === 0) throw unprocessable('REFUND_AMOUNT_TOO_LOW', 'The refund amount is too low.')
  if (minorOf(asked) > left)
    throw unprocessable('REFUND_AMOUNT_EXCEEDED', 'The refund amount must be less than or equal to the capture amount that has not yet been refunded.')
} // prettier-ignore
