import type Stripe from 'stripe'
import { err } from '#app/shared/result'
import type { DisputeCalls, DisputeEvidence, GatewayDispute, Outcome } from '#app/payments/drivers/contract'
import { fromStripeAmount } from '#app/payments/drivers/stripe/amounts'
import { placeFiles, toTexts, uploadFiles, uploadInOrder } from '#app/payments/drivers/stripe/evidence'
import { stripeFraudWarnings } from '#app/payments/drivers/stripe/fraud_warnings'
import { outcomeOf } from '#app/payments/drivers/stripe/failures'
import { orNull } from '#app/payments/drivers/stripe/requests'

const listedMax = 1_000

/** `prevented` and a closed warning never took money. */
const states: Record<string, GatewayDispute['state']> = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'withdrawn',
  prevented: 'withdrawn',
  needs_response: 'needs_response',
  under_review: 'under_review',
  appeal_needs_response: 'needs_response',
  appeal_under_review: 'under_review',
  won: 'won',
  lost: 'lost',
}

/** Stripe's reasons in the few words of the contract. @see https://docs.stripe.com/disputes/categories */
const reasons: Record<string, string> = {
  fraudulent: 'fraudulent',
  unrecognized: 'fraudulent',
  product_not_received: 'not_received',
  product_unacceptable: 'not_as_described',
  duplicate: 'duplicate',
  credit_not_processed: 'credit_not_processed',
  subscription_canceled: 'subscription_cancelled',
}

/** What banks want back through Stripe, and our answers. */
export function stripeDisputes(stripe: Stripe): DisputeCalls {
  return {
    findDispute: (reference) =>
      outcomeOf(() => orNull(async () => toGatewayDispute(await stripe.disputes.retrieve(reference))), {
        isReading: true,
      }),
    listDisputes: (since) =>
      outcomeOf(
        async () => {
          const created = { gte: Math.floor(since.getTime() / 1000) }
          const list = stripe.disputes.list({ created, limit: 100 })
          return (await list.autoPagingToArray({ limit: listedMax })).map(toGatewayDispute)
        },
        { isReading: true }
      ),
    ...stripeFraudWarnings(stripe),
    answerDispute: (asked) => answer(stripe, asked),
    acceptDispute: ({ reference, idempotencyKey }) =>
      outcomeOf(async () => toGatewayDispute(await stripe.disputes.close(reference, {}, { idempotencyKey }))),
  }
}

/** Files first, then what names them: whatever is lost on the way is repeated with the same keys. */
async function answer(
  stripe: Stripe,
  { reference, evidence, isAppeal, idempotencyKey }: Parameters<DisputeCalls['answerDispute']>[0]
): Outcome<GatewayDispute> {
  if (isAppeal) return appeal(stripe, { reference, evidence, idempotencyKey })
  const placed = placeFiles(evidence.files)
  if (!placed.ok)
    return err({ type: 'misconfigured', reason: `Stripe takes ${placed.error.fits} files at most with an answer` })
  return outcomeOf(async () => {
    const files = await uploadFiles(stripe, placed.value, idempotencyKey)
    const params = { evidence: { ...toTexts(evidence), ...files }, submit: true }
    return toGatewayDispute(await stripe.disputes.update(reference, params, { idempotencyKey }))
  })
} // prettier-ignore

/** What was said before is frozen; an appeal has a reason and files of its own. @see https://docs.stripe.com/changelog/endive */
function appeal(
  stripe: Stripe,
  {
    reference,
    evidence,
    idempotencyKey,
  }: { reference: string; evidence: DisputeEvidence; idempotencyKey: string }
): Outcome<GatewayDispute> {
  return outcomeOf(async () => {
    const card = {
      reason_for_filing: evidence.statement,
      supporting_files: await uploadInOrder(stripe, evidence.files, idempotencyKey),
    }
    const params = { evidence: { appeal: { card } }, submit: true }
    return toGatewayDispute(await stripe.disputes.update(reference, params, { idempotencyKey }))
  })
}

function toGatewayDispute(dispute: Stripe.Dispute): GatewayDispute {
  const currency = dispute.currency.toUpperCase()
  const state = states[dispute.status]
  if (!state) throw new Error(`Stripe knows a status of disputes that we do not: ${dispute.status}`)
  const { payment_intent: intent, evidence_details: details } = dispute
  return {
    reference: dispute.id,
    paymentReference: typeof intent === 'string' ? intent : (intent?.id ?? ''),
    state,
    reason: reasons[dispute.reason] ?? 'other',
    code: dispute.reason,
    money: { amount: fromStripeAmount(dispute.amount, currency), currency },
    fee: feeOf(dispute),
    respondBy: details.due_by ? new Date(details.due_by * 1000) : null,
    // An inquiry that was answered may become a dispute that waits for an answer of its own.
    isAnswered: details.submission_count > 0 && !dispute.status.endsWith('needs_response'),
    isAppeal: dispute.status.startsWith('appeal_'),
    openedAt: new Date(dispute.created * 1000),
  }
}

/** What is still taken for it: a win may bring the fee back. */
function feeOf({ balance_transactions: moves }: Stripe.Dispute): GatewayDispute['fee'] {
  const [first] = moves
  if (!first) return null
  const currency = first.currency.toUpperCase()
  const fee = moves.reduce((all, move) => all + move.fee, 0)
  return { amount: fromStripeAmount(fee, currency), currency }
}
