import { newId, type Call } from './account.ts'
import { feeOf, minorOf, moneyOf } from './amounts.ts'
import { unprocessable } from './errors.ts'
import { emit } from './events.ts'
import { payerNamed } from './payers.ts'
import { approvalUrl, showCapture } from './presentation.ts'
import type { Capture, Money, Movement, Order } from './records.ts'

const echeckClearsMs = 4000

/** Refuses what the payer's account or the funding source chosen does not allow. What is tried is remembered on the order. */
export function checkFunding(call: Call, order: Order): void {
  const { approval } = order
  const payer = approval ? payerNamed(approval.payer) : undefined
  const isDeclined = approval?.funding === 'declined' || payer?.first === 'declined'
  if (!isDeclined && !call.account.kit.faults.strikes('decline_captures')) return
  call.records.orders.put(order.id, {
    ...order,
    status: 'PAYER_ACTION_REQUIRED',
    approval: null,
    update_time: call.now,
  })
  throw unprocessable(
    'INSTRUMENT_DECLINED',
    "The instrument presented was either declined by the processor or bank, or it can't be used for this payment.",
    { keepsChanges: true, links: [{ href: approvalUrl(call, order), rel: 'redirect', method: 'GET' }] }
  )
}

/** With duplicates blocked, as the account has it, an invoice id is paid once. */
export function checkInvoiceId(call: Call, invoiceId: string | undefined, orderId: string): void {
  if (!invoiceId) return
  const isUsed = call.records.captures.find(
    (other) => other.invoice_id === invoiceId && other.order !== orderId && other.status !== 'DECLINED'
  )
  if (isUsed.length > 0)
    throw unprocessable(
      'DUPLICATE_INVOICE_ID',
      'Requested invoice number has been previously captured. Possible duplicate transaction.'
    )
}

type Taking = { order: Order; amount: Money; authorization: string | null; isFinal: boolean }

/** Takes the money: the capture, its movement and its news. eChecks take a while. */
export function take(call: Call, { order, amount, authorization, isFinal }: Taking): Capture {
  const { records, account } = call
  const { custom_id, invoice_id } = order.unit
  const payer = order.approval?.payer ?? ''
  const isPending = payerNamed(payer)?.first === 'pending'
  const fee = feeOf(minorOf(amount))
  const capture: Capture = {
    id: newId(),
    order: order.id,
    authorization,
    status: isPending ? 'PENDING' : 'COMPLETED',
    ...(isPending ? { reason: 'ECHECK' } : {}),
    amount,
    fee: moneyOf(fee, amount.currency_code),
    net: moneyOf(minorOf(amount) - fee, amount.currency_code),
    ...(custom_id ? { custom_id } : {}),
    ...(invoice_id ? { invoice_id } : {}),
    payer,
    final_capture: isFinal,
    disputed: false,
    create_time: call.now,
    update_time: call.now,
  }
  records.captures.insert(capture.id, capture)
  bookCapture(call, capture)
  tell(call, capture, isPending ? 'PENDING' : 'COMPLETED')
  if (isPending)
    account.kit.timers.schedule(
      'clear_echeck',
      { capture: capture.id },
      { delayMs: echeckClearsMs, key: capture.id }
    )
  return capture
}

/** The eCheck cleared, or bounced. */
export function settlePending(call: Call, id: string, status: 'COMPLETED' | 'DECLINED'): Capture | null {
  const capture = call.records.captures.get(id)
  if (capture?.status !== 'PENDING') return null
  const { reason: _reason, ...rest } = capture
  const settled: Capture = { ...rest, status, update_time: call.now }
  call.records.captures.put(id, settled)
  const movement = call.records.movements.get(id)
  if (movement) call.records.movements.put(id, { ...movement, status: status === 'COMPLETED' ? 'S' : 'D' })
  tell(call, settled, status)
  return settled
}

function tell(call: Call, capture: Capture, word: string): void {
  emit(call, {
    type: `PAYMENT.CAPTURE.${word}`,
    resourceType: 'capture',
    resource: showCapture(call, capture),
    summary: `Payment ${word.toLowerCase()} for ${capture.amount.currency_code} ${capture.amount.value}`,
  })
}

function bookCapture(call: Call, capture: Capture): void {
  move(call, {
    id: capture.id,
    event_code: 'T0006',
    reference: capture.order,
    reference_type: 'ODR',
    amount: capture.amount,
    fee: moneyOf(-minorOf(capture.fee), capture.amount.currency_code),
    status: capture.status === 'PENDING' ? 'P' : 'S',
    custom: capture.custom_id ?? null,
    invoice: capture.invoice_id ?? null,
    subject: null,
  })
}

export function move(call: Call, movement: Omit<Movement, 'at'>): void {
  call.records.movements.insert(movement.id, { ...movement, at: call.now })
}
