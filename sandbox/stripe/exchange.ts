import type { Call } from './account.ts'
import { exponentOf, feeFor } from './amounts.ts'

const only = 'only'

/** Euros for one unit; what a sandbox needs to exchange, not what a bank says. */
const euros: Record<string, number> = {
  eur: 1,
  usd: 0.92,
  gbp: 1.16,
  chf: 1.05,
  jpy: 0.0061,
  sek: 0.088,
  kwd: 3,
}

/** An account that keeps one currency exchanges everything else; one that keeps each currency exchanges nothing. */
export function chooseSettlement(call: Call, currency: string | null): void {
  call.records.settlement.put(only, { currency })
}

type Booking = { amount: number; currency: string; fee: number }

/** What is booked for an amount, and at which rate (null: nothing was exchanged). Fees follow the exchanged amount. */
export function inAccountCurrency(
  call: Call,
  { amount, currency, fee }: Booking
): Booking & { rate: number | null } {
  const kept = call.records.settlement.get(only)?.currency ?? null
  const [from, to] = [euros[currency], kept === null ? undefined : euros[kept]]
  if (kept === null || kept === currency || from === undefined || to === undefined) {
    return { amount, currency, fee, rate: null }
  }
  const rate = Math.round((from / to) * 1_000_000) / 1_000_000
  const exchanged = Math.round(amount * rate * 10 ** (exponentOf(kept) - exponentOf(currency)))
  const isCharge = amount > 0 && fee === feeFor(amount, currency)
  return { amount: exchanged, currency: kept, fee: isCharge ? feeFor(exchanged, kept) : fee, rate }
}
