import { link, type Call } from './account.ts'
import { payerNamed } from './payers.ts'
import { captureOf } from './payments.ts'
import type { Capture, Dispute } from './records.ts'

/** As it stands in a list. */
export function showBrief(call: Call, dispute: Dispute): object {
  const path = `/v1/customer/disputes/${dispute.dispute_id}`
  const due = dispute.seller_response_due_date
  return {
    dispute_id: dispute.dispute_id,
    create_time: dispute.create_time,
    update_time: dispute.update_time,
    reason: dispute.reason,
    status: dispute.status,
    dispute_state: dispute.dispute_state,
    dispute_amount: dispute.amount,
    dispute_life_cycle_stage: dispute.stage,
    dispute_channel: 'INTERNAL',
    ...(due ? { seller_response_due_date: due } : {}),
    ...(dispute.outcome ? { dispute_outcome: { outcome_code: dispute.outcome } } : {}),
    links: [
      link(call.baseUrl, path, 'self'),
      ...(dispute.status === 'OPEN' || dispute.status === 'WAITING_FOR_SELLER_RESPONSE'
        ? ['accept-claim', 'provide-evidence'].map((verb) =>
            link(call.baseUrl, `${path}/${verb}`, verb.replace('-', '_'), 'POST')
          )
        : []),
      ...(dispute.appealable ? [link(call.baseUrl, `${path}/appeal`, 'appeal', 'POST')] : []),
    ],
  }
}

/** With its transaction and what was handed in. */
export function show(call: Call, dispute: Dispute): object {
  const capture = captureOf(call, dispute.capture)
  return {
    ...showBrief(call, dispute),
    disputed_transactions: [transactionOf(call, capture)],
    ...(dispute.evidences.length > 0 ? { evidences: dispute.evidences } : {}),
  }
}

function transactionOf({ account }: Call, capture: Capture): object {
  return {
    seller_transaction_id: capture.id,
    create_time: capture.create_time,
    transaction_status: 'COMPLETED',
    gross_amount: capture.amount,
    ...(capture.invoice_id ? { invoice_number: capture.invoice_id } : {}),
    ...(capture.custom_id ? { custom: capture.custom_id } : {}),
    buyer: { email: capture.payer, name: payerNamed(capture.payer)?.given },
    seller: { merchant_id: account.merchantId },
  }
}
