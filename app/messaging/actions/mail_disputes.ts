import { readPolicies } from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import type { Fact } from '#app/shared/events/event'
import { derivedId, showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { invoicePath, transferFacts } from '#app/messaging/actions/mail_invoices'
import { notifyCustomer, notifyStaff } from '#app/messaging/actions/notify'
import type { MailFact, MailValue } from '#app/messaging/domain/message_content'
import type { CustomerMessageKind, StaffMessageKind } from '#app/messaging/domain/message_kinds'
import { type DisputeForMail, findDisputeForMail } from '#app/messaging/queries/find_money_back'

interface DisputeNotice {
  disputeId: string
  isWithheld: boolean
}

const stages = {
  'dispute.opened': { step: 1, stage: 'dispute' },
  'dispute.escalated': { step: 2, stage: 'dispute' },
  'dispute.appeal_opened': { step: 3, stage: 'appeal' },
} as const

/** Tells staff of a new dispute, and until when an answer counts. (`dispute.opened`, `dispute.escalated`, `dispute.appeal_opened`) */
export async function mailStaffDisputeOpened({ name, data }: Fact<DisputeNotice>): Promise<void> {
  const { step, stage } = data.isWithheld
    ? stages[name as keyof typeof stages]
    : { step: 0, stage: 'inquiry' }
  await tellStaff('staff_dispute_opened', data.disputeId, { step, values: { stage } })
}

/** Reminds staff of a dispute that nobody has answered yet. (`dispute.deadline_near`) */
export async function mailStaffDisputeDeadline({
  data,
}: Fact<DisputeNotice & { daysBefore: number; respondBy: string | null }>): Promise<void> {
  await tellStaff('staff_dispute_deadline', data.disputeId, {
    // An inquiry that becomes a dispute has another deadline: another cause.
    subjectId: derivedId(data.disputeId, data.respondBy ?? ''),
    step: data.daysBefore,
    values: { days: String(data.daysBefore) },
  })
}

/** Tells staff how a dispute ended. (`dispute.won`, `dispute.lost`, `dispute.withdrawn`) */
export async function mailStaffDisputeDecided({ name, data }: Fact<DisputeNotice>): Promise<void> {
  const outcome = name.slice('dispute.'.length)
  await tellStaff('staff_dispute_decided', data.disputeId, {
    step: ['won', 'lost', 'withdrawn'].indexOf(outcome),
    values: { outcome },
  })
}

/** Tells the customer that services stop because the payment was taken back, where the policy stops them. (`dispute.opened`, `dispute.escalated`) */
export async function mailDisputeOpened({ data }: Fact<DisputeNotice>): Promise<void> {
  if (data.isWithheld) await tellCustomer('dispute_opened', data.disputeId)
}

/** Tells the customer that a dispute is over and services go on. (`dispute.won`, `dispute.withdrawn`) */
export async function mailDisputeOver({ data }: Fact<DisputeNotice>): Promise<void> {
  const dispute = await findDisputeForMail(data.disputeId)
  // Of an inquiry that came to nothing the customer heard nothing either.
  if (dispute?.was_withheld) await tellCustomer('dispute_over', data.disputeId)
}

interface PassedOnFact {
  disputeId: string
  treatment: 'owed' | 'credited'
  amount: string
  currency: string
  invoices: { invoiceId: string; reference: string; amount: string }[]
}

/** Tells the customer what is due again because their bank took a payment back; of credit notes they hear by themselves. (`dispute.loss_passed_on`) */
export async function mailDisputeOwed({ data, customerId }: Fact<PassedOnFact>): Promise<void> {
  if (!customerId || data.treatment !== 'owed') return
  const moneyOf = (amount: bigint | string): MailValue => ({ money: { amount: `${amount}`, currency: data.currency } })
  const references = data.invoices.map(({ reference }) => reference).join(', ')
  const owed = data.invoices.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
  const [only] = data.invoices.length === 1 ? data.invoices : []
  await notifyCustomer({
    kind: 'payment_reversed',
    subject: { kind: 'dispute', id: data.disputeId },
    customerId,
    content: {
      values: { amount: moneyOf(data.amount), cause: 'returned' },
      facts: [
        { label: 'amount', value: moneyOf(data.amount) },
        ...(references ? [{ label: 'invoice', value: references }, { label: 'owed_again', value: moneyOf(owed) }] : []),
        ...(only ? await transferFacts(only.invoiceId) : []),
      ],
      action: { surface: 'account', path: only ? invoicePath({ id: only.invoiceId }) : '/invoices' },
    },
  })
} // prettier-ignore

async function tellStaff(
  kind: StaffMessageKind,
  disputeId: string,
  told: { subjectId?: string; step: number; values: Record<string, MailValue> }
): Promise<void> {
  const dispute = await findDisputeForMail(disputeId)
  if (!dispute) return
  const deadline: MailFact[] = dispute.respond_by
    ? [{ label: 'respond_by', value: { instant: dispute.respond_by.toISOString() } }]
    : []
  await notifyStaff({
    kind,
    subject: { kind: 'dispute', id: told.subjectId ?? disputeId },
    step: told.step,
    customerId: dispute.customer_id,
    content: {
      values: { amount: amountOf(dispute), customer: dispute.customer_name, ...told.values },
      facts: [
        { label: 'customer', value: dispute.customer_name },
        ...factsOf(dispute),
        { label: 'reason', value: { word: `dispute_${dispute.reason}` } },
        { label: 'gateway', value: dispute.gateway_name },
        ...(kind === 'staff_dispute_decided' ? [] : deadline),
      ],
      action: { surface: 'admin', path: `/disputes/${showId('dispute', disputeId)}` },
    },
  })
}

/** Customers hear of a dispute where it changes something for them: where the policy suspends what was paid with the money. */
async function tellCustomer(kind: CustomerMessageKind, disputeId: string): Promise<void> {
  if (readPolicies(currentTenant().policies).disputedServices === 'keep') return
  const dispute = await findDisputeForMail(disputeId)
  if (!dispute) return
  await notifyCustomer({
    kind,
    subject: { kind: 'dispute', id: disputeId },
    customerId: dispute.customer_id,
    content: {
      values: { amount: amountOf(dispute) },
      facts: factsOf(dispute),
      action: { surface: 'account', path: '/invoices' },
    },
  })
}

function amountOf({ amount, currency }: DisputeForMail): MailValue {
  return { money: toWire({ amount, currency }) }
}

function factsOf(dispute: DisputeForMail): MailFact[] {
  const numbers = dispute.references.join(', ')
  return [
    { label: 'amount', value: amountOf(dispute) },
    ...(numbers ? [{ label: 'invoice', value: numbers }] : []),
  ]
}
