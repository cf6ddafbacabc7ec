import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { type Money, toDecimal, toWire } from '#app/shared/money/money'
import type { PaymentLimits } from '#app/payments/index'
import { paymentWithFormFields, showPaymentWithForm } from '#app/payments/index'
import type { describePaidInvoices } from '#app/billing/queries/describe_paid_invoices'
import type { BalanceSettings } from '#app/billing/domain/balance_settings'
import { receivedMethods, type ReceivedPayment } from '#app/billing/domain/received_payment'
import type { BalanceMove } from '#app/billing/queries/list_balance_moves'

const moneyRule = () => vine.object({ amount: vine.string(), currency: vine.string() })
const text = () => vine.string().nullable()

/** What one payment for several invoices began: `payment` is null when the balance paid it all. */
export function showPaidInvoices({ fromBalance, card }: Awaited<ReturnType<typeof describePaidInvoices>>) {
  return {
    from_balance: toWire(fromBalance),
    ...(card ? showPaymentWithForm(card) : { payment: null, form: null, page: null }),
  }
}

export const paidInvoicesShape = vine.create({
  from_balance: moneyRule(),
  payment: vine.object(paymentWithFormFields.payment).nullable(),
  form: paymentWithFormFields.form,
  page: paymentWithFormFields.page,
})

export const payLinkShape = vine.create({ url: vine.string() })

export interface BalanceShown {
  balance: Money
  /** What of it may be spent: the rest was paid for something and is about to be applied to it. */
  free: Money
  limits: PaymentLimits
  room: bigint
}

export function showBalance({ balance, free, limits, room }: BalanceShown) {
  const money = (amount: bigint) => toWire({ amount, currency: limits.currency })
  return {
    balance: toWire(balance),
    free: toWire(free),
    top_up: {
      is_allowed: limits.allowsTopUps,
      min: money(limits.topUpMin),
      max: money(limits.topUpMax),
      day_max: money(limits.topUpDayMax),
      balance_max: money(limits.balanceMax),
      possible_now: money(room),
    },
    part_payment: { is_allowed: limits.allowsPartPayments, min: money(limits.partPaymentMin) },
  }
}

export const balanceShape = vine.create({
  balance: moneyRule(),
  free: moneyRule(),
  top_up: vine.object({
    is_allowed: vine.boolean(),
    min: moneyRule(),
    max: moneyRule(),
    day_max: moneyRule(),
    balance_max: moneyRule(),
    possible_now: moneyRule(),
  }),
  part_payment: vine.object({ is_allowed: vine.boolean(), min: moneyRule() }),
})

export function showBalanceMove(currency: string) {
  return ({ id, kind, bookedOn, occurredAt, amount, balance, reference, invoiceId }: BalanceMove) => ({
    id: showId('journalEntry', id),
    kind,
    on: bookedOn,
    at: occurredAt.toISOString(),
    amount: toWire({ amount, currency }),
    balance: toWire({ amount: balance, currency }),
    reference,
    invoice_id: invoiceId && showId('invoice', invoiceId),
  })
}

export const balanceMoveShape = vine.create({
  id: vine.string(),
  kind: vine.string(),
  on: vine.string(),
  at: vine.string(),
  amount: moneyRule(),
  balance: moneyRule(),
  reference: text(),
  invoice_id: text(),
})

export const balanceColumns = ['date', 'time', 'kind', 'reference', 'currency', 'amount', 'balance']

export function balanceLine(currency: string) {
  return ({ kind, bookedOn, occurredAt, amount, balance, reference }: BalanceMove) => ({
    date: bookedOn,
    time: occurredAt.toISOString(),
    kind,
    reference,
    currency,
    amount: toDecimal({ amount, currency }),
    balance: toDecimal({ amount: balance, currency }),
  })
}

export function showReceivedPayment(received: ReceivedPayment) {
  const { money, appliedAmount } = received
  return {
    id: showId('receivedPayment', received.id),
    customer_id: showId('customer', received.customerId),
    method: received.method,
    money: toWire(money),
    received_on: received.receivedOn,
    reference: received.reference,
    note: received.note,
    to_invoices: toWire({ amount: appliedAmount, currency: money.currency }),
    to_balance: toWire({ amount: money.amount - appliedAmount, currency: money.currency }),
    recorded_at: received.recordedAt.toISOString(),
    bank_movement_id: received.bankMovementId && showId('bankMovement', received.bankMovementId),
    reversed_at: received.reversedAt?.toISOString() ?? null,
  }
}

export const receivedPaymentShape = vine.create({
  id: vine.string(),
  customer_id: vine.string(),
  method: vine.enum(receivedMethods),
  money: moneyRule(),
  received_on: vine.string(),
  reference: vine.string(),
  note: text(),
  to_invoices: moneyRule(),
  to_balance: moneyRule(),
  recorded_at: vine.string(),
  /** The movement on the bank account behind it. */
  bank_movement_id: text(),
  /** When it was taken back. */
  reversed_at: text(),
})

export const reversedPaymentShape = vine.create({
  received_payment_id: vine.string(),
  amount: moneyRule(),
  /** Those that are owed again. */
  invoices: vine.array(vine.object({ id: vine.string(), reference: vine.string(), amount_due: moneyRule() })),
  /** By how much the balance fell below zero, because what was on it is spent. */
  below_zero_by: moneyRule(),
})

export function showBalanceSettings({ paysInvoices, topUp, pausedAt }: BalanceSettings, currency: string) {
  const money = (amount: bigint) => toWire({ amount, currency })
  return {
    pays_invoices: paysInvoices,
    top_up: topUp && {
      below: money(topUp.below),
      amount: money(topUp.amount),
      day_max: money(topUp.dayMax),
      payment_method_id: topUp.paymentMethodId && showId('paymentMethod', topUp.paymentMethodId),
    },
    paused_at: pausedAt?.toISOString() ?? null,
  }
}

export const balanceSettingsShape = vine.create({
  pays_invoices: vine.boolean(),
  top_up: vine
    .object({ below: moneyRule(), amount: moneyRule(), day_max: moneyRule(), payment_method_id: text() })
    .nullable(),
  /** Since when nothing is added by itself, because a charge did not work. */
  paused_at: text(),
})

export const balanceOnlyShape = vine.create({ balance: moneyRule() })
