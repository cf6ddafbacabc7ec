import { inReadTransaction } from '#app/shared/database/unit'
import { defaultLimits, type PaymentLimits, topUpRoom } from '#app/payments/domain/payment_limits'
import { listSetLimits, readLimits } from '#app/payments/records/payment_limits'
import { readTopUpFigures } from '#app/payments/records/top_ups'

export function findPaymentLimits(currency: string): Promise<PaymentLimits> {
  return inReadTransaction(() => readLimits(currency))
}

/** The limits of the currencies a tenant sells in, and of those that staff has set. */
export function listPaymentLimits(currencies: readonly string[]): Promise<PaymentLimits[]> {
  return inReadTransaction(async () => {
    const set = new Map((await listSetLimits()).map((limits) => [limits.currency, limits]))
    const all = [...new Set([...currencies, ...set.keys()])].sort()
    return all.map((currency) => set.get(currency) ?? defaultLimits(currency))
  })
}

/** What a customer may top up now, and within which limits. */
export function findTopUpRoom(input: {
  customerId: string
  currency: string
  now: Date
}): Promise<{ limits: PaymentLimits; room: bigint }> {
  return inReadTransaction(async () => {
    const limits = await readLimits(input.currency)
    return { limits, room: topUpRoom(limits, await readTopUpFigures(input.customerId, input)) }
  })
}
