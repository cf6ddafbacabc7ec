import vine from '@vinejs/vine'
import type { LimitsComplaint, PaymentLimits } from '#app/payments/domain/payment_limits'

/** What a limit is called outside. */
export const limitFields = {
  topUpMin: 'top_up_min',
  topUpMax: 'top_up_max',
  topUpDayMax: 'top_up_day_max',
  balanceMax: 'balance_max',
  partPaymentMin: 'part_payment_min',
} as const satisfies Record<LimitsComplaint['field'], string>

/** Amounts in minor units of the currency. */
export function showPaymentLimits(limits: PaymentLimits) {
  return {
    currency: limits.currency,
    allows_top_ups: limits.allowsTopUps,
    top_up_min: `${limits.topUpMin}`,
    top_up_max: `${limits.topUpMax}`,
    top_up_day_max: `${limits.topUpDayMax}`,
    balance_max: `${limits.balanceMax}`,
    allows_part_payments: limits.allowsPartPayments,
    part_payment_min: `${limits.partPaymentMin}`,
  }
}

export const paymentLimitsShape = vine.create({
  currency: vine.string(),
  allows_top_ups: vine.boolean(),
  top_up_min: vine.string(),
  top_up_max: vine.string(),
  top_up_day_max: vine.string(),
  balance_max: vine.string(),
  allows_part_payments: vine.boolean(),
  part_payment_min: vine.string(),
})
