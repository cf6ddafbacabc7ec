/** What becomes of the invoices of a dispute that is lost when nobody decides by hand: nothing, owed again, or credited. */
export const lostDisputePolicies = ['loss', 'owed', 'credited'] as const
export type LostDisputePolicy = (typeof lostDisputePolicies)[number]

/**
 * How much of each invoice is taken back for what a bank took: no more than the payment had paid of it, the first invoice first.
 * @param paid what the payment paid of each, in minor units
 */
export function creditShares(paid: ReadonlyMap<string, bigint>, disputed: bigint): Map<string, bigint> {
  const shares = new Map<string, bigint>()
  let left = disputed
  for (const [invoiceId, amount] of paid) {
    const share = amount < left ? amount : left
    if (share > 0n) shares.set(invoiceId, share)
    left -= share
  }
  return shares
}
