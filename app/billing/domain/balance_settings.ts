import type { PaymentLimits } from '#app/payments/index'

/** When money is added to a balance by itself. Amounts in minor units of the customer's currency. */
export interface AutomaticTopUp {
  /** Added when the balance is below this. */
  below: bigint
  amount: bigint
  /** The most that is added by itself in one day of the tenant's zone. */
  dayMax: bigint
  /** Which saved method is charged; the default one when null. */
  paymentMethodId: string | null
}

/** What a customer says about their balance. */
export interface BalanceSettings {
  /** Whether due invoices are paid from it without being asked. */
  paysInvoices: boolean
  topUp: AutomaticTopUp | null
  /** Since when nothing is added by itself, because a charge did not work. */
  pausedAt: Date | null
}

/** Until a customer says otherwise. */
export const usualBalanceSettings: BalanceSettings = { paysInvoices: true, topUp: null, pausedAt: null }

export type TopUpComplaint =
  | { field: 'below'; type: 'not_positive' | 'above_balance_max'; limit: bigint }
  | { field: 'amount'; type: 'below_top_up_min' | 'above_top_up_max' | 'above_balance_max'; limit: bigint }
  | { field: 'day_max'; type: 'below_amount' | 'above_day_max'; limit: bigint }

/** What is in the way of adding money so: the tenant's limits, and what contradicts itself. The database refuses the latter as well. */
export function findTopUpComplaint(
  { below, amount, dayMax }: AutomaticTopUp,
  limits: PaymentLimits
): TopUpComplaint | null {
  if (below <= 0n) return { field: 'below', type: 'not_positive', limit: 1n }
  if (amount < limits.topUpMin) return { field: 'amount', type: 'below_top_up_min', limit: limits.topUpMin }
  if (amount > limits.topUpMax) return { field: 'amount', type: 'above_top_up_max', limit: limits.topUpMax }
  if (below - 1n + amount > limits.balanceMax) {
    return { field: 'amount', type: 'above_balance_max', limit: limits.balanceMax }
  }
  if (dayMax < amount) return { field: 'day_max', type: 'below_amount', limit: amount }
  return dayMax > limits.topUpDayMax
    ? { field: 'day_max', type: 'above_day_max', limit: limits.topUpDayMax }
    : null
}

/** Whether money is to be added now. What is on its way counts as there. */
export function isTopUpDue(settings: BalanceSettings, expected: bigint): boolean {
  return settings.topUp !== null && settings.pausedAt === null && expected < settings.topUp.below
}
