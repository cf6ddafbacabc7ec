import type { Call } from './account.ts'
import { bookBalance, methodOf } from './charge_records.ts'
import { changedFields } from './customers.ts'
import type { Endpoint } from './endpoint.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { warnOfFraud } from './early_fraud_warnings.ts'
import { requireEvidenceFiles } from './files.ts'
import { newId } from './ids.ts'
import { page } from './lists.ts'
import type { Charge, Dispute } from './money_objects.ts'
import { mergedMetadata, type Params } from './params.ts'
import { behaviourOf } from './payment_method_records.ts'

export const disputeEndpoints: Endpoint[] = [
  { method: 'GET', url: '/v1/disputes', run: list },
  { method: 'GET', url: '/v1/disputes/:id', run: find },
  { method: 'POST', url: '/v1/disputes/:id', run: update },
  { method: 'POST', url: '/v1/disputes/:id/close', run: close },
]

const disputeFee = 1500
const daysToRespond = 7
const secondsPerDay = 86_400

function find(call: Call): Dispute {
  const dispute = call.records.disputes.get(call.path.id ?? '')
  if (!dispute) throw resourceMissing('dispute', call.path.id ?? '')
  return dispute
}

/** What some test cards bring after the payment: a dispute, an inquiry, or an early warning of fraud. */
export function bringAftermath(call: Call, chargeId: string): void {
  const charge = call.records.charges.get(chargeId)
  if (!charge || charge.disputed || charge.refunded) return
  const { aftermath } = behaviourOf(call, methodOf(call, charge))
  if (aftermath === 'fraud_warning') warnOfFraud(call, charge)
  else if (aftermath === 'inquiry') openDispute(call, charge, { reason: 'fraudulent', inquiry: true })
  else if (aftermath === 'dispute_fraudulent')
    openDispute(call, charge, { reason: 'fraudulent', inquiry: false })
  else if (aftermath) openDispute(call, charge, { reason: 'product_not_received', inquiry: false })
}

/** The bank of a cardholder takes a charge back, or asks about it. */
export function openDispute(
  call: Call,
  charge: Charge,
  terms: { reason: string; inquiry: boolean }
): Dispute {
  const { brand } = charge.payment_method_details.card
  const dispute: Dispute = {
    id: newId('dp'),
    object: 'dispute',
    amount: charge.amount_captured,
    balance_transactions: [],
    charge: charge.id,
    created: call.now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(charge),
    evidence_details: {
      due_by: call.now + daysToRespond * secondsPerDay,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: terms.inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand,
        case_type: terms.inquiry ? 'inquiry' : 'chargeback',
        network: brand,
        network_reason_code: terms.reason === 'fraudulent' ? '10.4' : '13.1',
      },
      type: 'card',
    },
    reason: terms.reason,
    status: terms.inquiry ? 'warning_needs_response' : 'needs_response',
  }
  if (!terms.inquiry) dispute.balance_transactions.push(moveFunds(call, dispute, -1))
  call.records.disputes.insert(dispute.id, dispute)
  call.records.charges.put(charge.id, { ...charge, disputed: !terms.inquiry })
  emit(call, 'charge.dispute.created', dispute)
  if (!terms.inquiry) emit(call, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

function moveFunds(call: Call, dispute: Dispute, direction: 1 | -1): Dispute['balance_transactions'][number] {
  return bookBalance(call, {
    amount: direction * dispute.amount,
    currency: dispute.currency,
    description: `Chargeback ${direction === -1 ? 'withdrawal' : 'reversal'} for ${dispute.charge}`,
    fee: -direction * disputeFee,
    source: dispute.id,
    type: 'adjustment',
    available: true,
  })
}

/** Test evidence decides: "winning_evidence" wins, "losing_evidence" loses, anything else is looked at for ever. */
function update(call: Call): object {
  const { params } = call
  const old = find(call)
  requireOpen(old)
  const evidence = params.group('evidence')?.values ?? {}
  const isAppeal = old.status.startsWith('appeal_')
  if (isAppeal !== 'appeal' in evidence && params.has('evidence'))
    throw invalidRequest(isAppeal ? 'Only evidence[appeal] can be changed in the appeal stage.' : 'This dispute cannot be appealed.', { param: 'evidence' })
  requireEvidenceFiles(call, evidence)
  const submits = params.flag('submit') !== false && params.has('evidence')
  const staged: Dispute = {
    ...old,
    evidence: { ...old.evidence, ...evidence },
    evidence_details: {
      ...old.evidence_details,
      has_evidence: old.evidence_details.has_evidence || params.has('evidence'),
      submission_count: old.evidence_details.submission_count + (submits ? 1 : 0),
      submission_method: submits ? 'manual' : old.evidence_details.submission_method,
    },
    metadata: mergedMetadata(old.metadata, params),
  }
  if (!submits) return announceUpdate(call, old, staged)
  const text = isAppeal ? reasonOf(params) : staged.evidence.uncategorized_text
  if (text === 'winning_evidence') return finish(call, staged, 'won')
  if (text === 'losing_evidence') return finish(call, staged, 'lost')
  return announceUpdate(call, old, { ...staged, status: old.status.replace('needs_response', 'under_review') })
} // prettier-ignore

function reasonOf(params: Params): string | undefined {
  return params.group('evidence')?.group('appeal')?.group('card')?.text('reason_for_filing')
}

/** The network lets us appeal a dispute that was lost. */
export function openAppeal(call: Call, dispute: Dispute): Dispute {
  const due = call.now + daysToRespond * secondsPerDay
  return announceUpdate(call, dispute, {
    ...dispute,
    status: 'appeal_needs_response',
    evidence_details: { ...dispute.evidence_details, due_by: due },
  })
}

function close(call: Call): object {
  const dispute = find(call)
  requireOpen(dispute)
  return finish(call, dispute, 'lost')
}

function requireOpen(dispute: Dispute): void {
  if (!['won', 'lost', 'warning_closed', 'prevented'].includes(dispute.status)) return
  throw invalidRequest('This dispute is already closed.', { code: 'dispute_already_closed' })
}

function announceUpdate(call: Call, old: Dispute, dispute: Dispute): Dispute {
  call.records.disputes.put(dispute.id, dispute)
  emit(call, 'charge.dispute.updated', dispute, changedFields(old, dispute))
  return dispute
}

/** An inquiry becomes a dispute: the money is taken back, and another answer is waited for. */
export function escalate(call: Call, dispute: Dispute): Dispute {
  const raised: Dispute = {
    ...dispute,
    status: 'needs_response',
    is_charge_refundable: false,
    evidence_details: { ...dispute.evidence_details, due_by: call.now + daysToRespond * secondsPerDay },
    balance_transactions: [...dispute.balance_transactions, moveFunds(call, dispute, -1)],
  }
  const charge = call.records.charges.get(dispute.charge)
  if (charge) call.records.charges.put(charge.id, { ...charge, disputed: true })
  announceUpdate(call, dispute, raised)
  emit(call, 'charge.dispute.funds_withdrawn', raised)
  return raised
}

/** The bank decides. */
export function finish(call: Call, dispute: Dispute, outcome: 'won' | 'lost'): Dispute {
  const inquiry = dispute.status.startsWith('warning')
  const closed: Dispute = { ...dispute, status: inquiry ? 'warning_closed' : outcome }
  if (outcome === 'won' && !inquiry) {
    closed.balance_transactions = [...dispute.balance_transactions, moveFunds(call, dispute, 1)]
  }
  call.records.disputes.put(closed.id, closed)
  emit(call, 'charge.dispute.closed', closed, { status: dispute.status })
  if (outcome === 'won' && !inquiry) emit(call, 'charge.dispute.funds_reinstated', closed)
  return closed
}

const evidenceNames = [
  'access_activity_log', 'appeal', 'billing_address', 'cancellation_policy', 'cancellation_policy_disclosure', 'cancellation_rebuttal',
  'customer_communication', 'customer_email_address', 'customer_name', 'customer_purchase_ip', 'customer_signature',
  'duplicate_charge_documentation', 'duplicate_charge_explanation', 'duplicate_charge_id', 'product_description', 'receipt',
  'refund_policy', 'refund_policy_disclosure', 'refund_refusal_explanation', 'service_date', 'service_documentation',
  'shipping_address', 'shipping_carrier', 'shipping_date', 'shipping_documentation', 'shipping_tracking_number', 'uncategorized_file',
  'uncategorized_text',
] // prettier-ignore

function emptyEvidence(charge: Charge): Record<string, unknown> {
  const empty = Object.fromEntries(evidenceNames.map((name) => [name, null]))
  return { ...empty, customer_email_address: charge.billing_details.email, enhanced_evidence: {} }
}

function list(call: Call): object {
  const charge = call.params.text('charge')
  const intent = call.params.text('payment_intent')
  return page(call, call.records.disputes, {
    url: '/v1/disputes',
    filter: (dispute) =>
      (charge === undefined || dispute.charge === charge) &&
      (intent === undefined || dispute.payment_intent === intent),
  })
}
