import type { GatewayReceipt } from '#app/payments/domain/gateway_values'

/** How often a gateway is asked about a payment for which more money may still come, in minutes. */
export const watchMinutes = 10

/** How long coins that were seen and are not final yet hold back what is done about an unpaid debt. */
export const holdHours = 72

export interface KnownReceipts {
  /** What was booked for the payment so far, in minor units. */
  captured: bigint
  /** What its recorded transfers are worth together. */
  recorded: bigint
  references: ReadonlySet<string>
}

export interface FurtherMoney {
  /** Transfers that were not known, final ones only. */
  receipts: GatewayReceipt[]
  /** What they bring beyond what is booked. */
  amount: bigint
}

/**
 * What final transfers bring to a payment that has succeeded. Each counts once by its reference. What was booked on somebody's word
 * before its transfer was told is not booked again when it is.
 */
export function furtherMoney(known: KnownReceipts, told: readonly GatewayReceipt[]): FurtherMoney {
  const receipts = told.filter(
    ({ isConfirmed, reference }) => isConfirmed && !known.references.has(reference)
  )
  const worth = receipts.reduce((sum, { amount }) => sum + amount, known.recorded)
  return { receipts, amount: worth > known.captured ? worth - known.captured : 0n }
}

/** How long to leave a payment alone, in minutes, when more money may come for it: never longer than somebody watches for it. */
export function watchedPause({
  isWatched,
  isAtRest,
  pause,
}: {
  isWatched: boolean
  isAtRest: boolean
  pause: number
}): number | null {
  if (!isWatched) return isAtRest ? null : pause
  return isAtRest || pause > watchMinutes ? watchMinutes : pause
}

/** How long after one question a page that is looked at may have the gateway asked again, by how old the payment is. */
export function lookPauseSeconds(ageSeconds: number): number {
  return ageSeconds < 300 ? 10 : 30
}
