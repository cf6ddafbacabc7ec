/**
 * How far the customer balance reaches: it is spent on what is due in its order, in its own currency, before anything else is charged.
 * @returns what the balance pays of each, minor units
 */
export function assumePayments(
  owed: readonly { amount: bigint; currency: string }[],
  balances: ReadonlyMap<string, bigint>
): bigint[] {
  const left = new Map(balances)
  return owed.map(({ amount, currency }) => {
    const balance = left.get(currency) ?? 0n
    const share = balance < amount ? balance : amount
    const paid = share > 0n ? share : 0n
    left.set(currency, balance - paid)
    return paid
  })
}
