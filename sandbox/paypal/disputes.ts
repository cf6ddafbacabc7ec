import { randomInt } from 'node:crypto'
import { link, newId, timestamp, type Call } from './account.ts'
import { minorOf, moneyOf } from './amounts.ts'
import type { Endpoint } from './endpoint.ts'
import { notFound, unprocessable } from './errors.ts'
import { emit } from './events.ts'
import { show, showBrief } from './dispute_views.ts'
import { move } from './money.ts'
import { captureOf } from './payments.ts'
import type { Capture, Dispute, Evidence } from './records.ts'

export const disputeEndpoints: Endpoint[] = [
  { method: 'GET', url: '/v1/customer/disputes', run: list },
  { method: 'GET', url: '/v1/customer/disputes/:id', run: (call) => show(call, disputeOf(call)) },
  { method: 'POST', url: '/v1/customer/disputes/:id/accept-claim', status: 200, run: accept },
  { method: 'POST', url: '/v1/customer/disputes/:id/provide-evidence', status: 200, run: answerIt },
  { method: 'POST', url: '/v1/customer/disputes/:id/appeal', status: 200, run: appeal },
]

const dayMs = 24 * 3_600_000
const answerWithinMs = 10 * dayMs
const pageSizeMax = 50

function disputeOf(call: Call): Dispute {
  const dispute = call.records.disputes.get(call.path.id ?? '')
  if (!dispute) throw notFound()
  return dispute
}

/** A payer, or their bank, wants the money of a capture back. An inquiry only asks. */
export function openDispute(
  call: Call,
  { capture: id, reason, stage }: { capture: string; reason: string; stage: 'INQUIRY' | 'CHARGEBACK' }
): Dispute {
  const capture = captureOf(call, id)
  const dispute: Dispute = {
    dispute_id: `PP-D-${randomInt(100_000, 1_000_000)}`,
    capture: capture.id,
    reason,
    status: stage === 'INQUIRY' ? 'OPEN' : 'WAITING_FOR_SELLER_RESPONSE',
    dispute_state: stage === 'INQUIRY' ? 'OPEN_INQUIRIES' : 'REQUIRED_ACTION',
    stage,
    amount: capture.amount,
    outcome: null,
    seller_response_due_date: timestamp(call.account.kit.nowMs() + answerWithinMs),
    evidences: [],
    create_time: call.now,
    update_time: call.now,
  }
  call.records.disputes.insert(dispute.dispute_id, dispute)
  call.records.captures.put(capture.id, { ...capture, disputed: true })
  if (stage === 'CHARGEBACK' && !isReversed(call, capture)) bookDispute(call, dispute, 'T1201')
  tell(call, dispute, 'CREATED')
  return dispute
}

/** The money went back before anybody opened a dispute about it. */
function isReversed({ records }: Call, { id }: Capture): boolean {
  const isReversal = (item: { event_code: string; reference: string | null }) =>
    item.event_code === 'T1106' && item.reference === id
  return records.movements.list({ filter: isReversal, limit: 1 }).length > 0
}

/** What PayPal decides, or the payer when they withdraw. */
export function resolveDispute(call: Call, id: string, outcome: string): Dispute {
  const dispute = call.records.disputes.get(id)
  if (!dispute) throw notFound()
  if (dispute.status === 'RESOLVED') throw unprocessable('DISPUTE_ALREADY_RESOLVED', 'The dispute is resolved.') // prettier-ignore
  const isOurs = outcome === 'RESOLVED_SELLER_FAVOUR' || outcome === 'CANCELED_BY_BUYER'
  if (isOurs && dispute.stage !== 'INQUIRY') bookDispute(call, dispute, 'T1202')
  if (!isOurs && dispute.stage === 'INQUIRY') bookDispute(call, dispute, 'T1201')
  const resolved: Dispute = {
    ...dispute,
    status: 'RESOLVED',
    dispute_state: 'RESOLVED',
    outcome,
    appealable: false,
    seller_response_due_date: null,
    update_time: call.now,
  }
  call.records.disputes.put(id, resolved)
  const capture = call.records.captures.get(dispute.capture)
  if (capture) call.records.captures.put(capture.id, { ...capture, disputed: !isOurs })
  tell(call, resolved, 'RESOLVED')
  return resolved
}

function bookDispute(call: Call, dispute: Dispute, code: 'T1201' | 'T1202'): void {
  const sign = code === 'T1201' ? -1 : 1
  move(call, {
    id: newId(),
    event_code: code,
    reference: dispute.capture,
    reference_type: 'TXN',
    amount: moneyOf(sign * minorOf(dispute.amount), dispute.amount.currency_code),
    fee: moneyOf(0, dispute.amount.currency_code),
    status: 'S',
    custom: null,
    invoice: null,
    subject: dispute.dispute_id,
  })
}

function accept(call: Call): object {
  const dispute = openOf(call)
  resolveDispute(call, dispute.dispute_id, 'ACCEPTED')
  return { links: [link(call.baseUrl, `/v1/customer/disputes/${dispute.dispute_id}`, 'self')] }
}

type Handed = { evidence_type?: string; notes?: string; documents?: { name: string }[] }

function answerIt(call: Call): object {
  const dispute = openOf(call)
  const evidences = handedIn(call)
  const isInquiry = dispute.stage === 'INQUIRY'
  const answered: Dispute = {
    ...dispute,
    status: isInquiry ? 'WAITING_FOR_BUYER_RESPONSE' : 'UNDER_REVIEW',
    dispute_state: isInquiry ? 'REQUIRED_OTHER_PARTY_ACTION' : 'UNDER_PAYPAL_REVIEW',
    evidences,
    update_time: call.now,
  }
  return taken(call, answered)
}

/** Which PayPal decides about anew. */
function appeal(call: Call): object {
  const dispute = disputeOf(call)
  if (!dispute.appealable)
    throw unprocessable('ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE', 'Action not allowed in current dispute state.') // prettier-ignore
  const reasons = handedIn(call).map((item) => ({ ...item, action_info: { action: 'APPEAL' } }))
  return taken(call, {
    ...dispute,
    status: 'UNDER_REVIEW',
    dispute_state: 'UNDER_PAYPAL_REVIEW',
    outcome: null,
    appealable: false,
    seller_response_due_date: null,
    evidences: [...dispute.evidences, ...reasons],
    update_time: call.now,
  })
}

/** The seller may say why a dispute that they lost should have ended otherwise. */
export function openAppeal(call: Call, id: string): Dispute {
  const dispute = call.records.disputes.get(id)
  if (!dispute) throw notFound()
  if (dispute.status !== 'RESOLVED' || dispute.outcome !== 'RESOLVED_BUYER_FAVOUR')
    throw unprocessable('ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE', 'Only what was lost can be appealed.')
  const due = timestamp(call.account.kit.nowMs() + answerWithinMs)
  const opened: Dispute = {
    ...dispute,
    appealable: true,
    dispute_state: 'APPEALABLE',
    seller_response_due_date: due,
    update_time: call.now,
  }
  call.records.disputes.put(id, opened)
  tell(call, opened, 'UPDATED')
  return opened
}

function handedIn(call: Call): Evidence[] {
  const { evidences } = call.body as { evidences?: Handed[] }
  if (!Array.isArray(evidences) || evidences.length === 0)
    throw unprocessable('MISSING_EVIDENCE', 'Evidence or a file is needed.')
  return evidences.map(({ evidence_type: type, notes }, index) => ({
    evidence_type: type ?? 'OTHER',
    notes: notes ?? '',
    source: 'SUBMITTED_BY_SELLER',
    documents: index === 0 ? call.files.map((name) => ({ name })) : [],
  }))
}

function taken(call: Call, dispute: Dispute): object {
  call.records.disputes.put(dispute.dispute_id, dispute)
  tell(call, dispute, 'UPDATED')
  return { links: [link(call.baseUrl, `/v1/customer/disputes/${dispute.dispute_id}`, 'self')] }
}

function openOf(call: Call): Dispute {
  const dispute = disputeOf(call)
  if (dispute.status !== 'OPEN' && dispute.status !== 'WAITING_FOR_SELLER_RESPONSE')
    throw unprocessable('ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE', 'Action not allowed in current dispute state.') // prettier-ignore
  return dispute
}

function list(call: Call): object {
  const { query, records } = call
  const since = query.get('start_time') ?? ''
  const size = Math.min(pageSizeMax, Number(query.get('page_size') ?? 10) || 10)
  const from = Number(query.get('next_page_token') ?? 0) || 0
  const transaction = query.get('disputed_transaction_id')
  const found = records.disputes.list({
    newestFirst: true,
    filter: (item) => item.create_time >= since && (!transaction || item.capture === transaction),
  })
  const next = from + size
  const address = `/v1/customer/disputes?page_size=${size}&start_time=${encodeURIComponent(since)}`
  return {
    items: found.slice(from, next).map((item) => showBrief(call, item)),
    links: [
      link(call.baseUrl, address, 'self'),
      ...(found.length > next ? [link(call.baseUrl, `${address}&next_page_token=${next}`, 'next')] : []),
    ],
  }
}

function tell(call: Call, dispute: Dispute, word: 'CREATED' | 'UPDATED' | 'RESOLVED'): void {
  emit(call, {
    type: `CUSTOMER.DISPUTE.${word}`,
    resourceType: 'dispute',
    resource: show(call, dispute),
    summary: `A dispute was ${word.toLowerCase()}`,
  })
}
