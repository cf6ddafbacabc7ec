import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { World } from '#tests/journeys/world'
import type { Sandbox } from '#tests/support/sandbox'

/** Minor units by "gateway CURRENCY"; what came to nothing is left out. */
export type Sums = Record<string, bigint>

/**
 * What each outside system took for us and did not give back, by its own count. Counted here and not by the platform's drivers, whose
 * reading of these very records is what has to be proved.
 */
export async function moneyOutside(sandbox: Sandbox): Promise<Sums> {
  const counts = [stripeMoney, paypalMoney, coinMoney, coinbaseMoney, bankMoney].map((count) =>
    count(sandbox)
  )
  return addUp((await Promise.all(counts)).flat())
}

/**
 * What our books hold at each gateway and at our bank. What settlement books besides (fees, exchange, payouts) is not money that
 * customers paid, and is compared by settlement itself.
 */
export async function moneyInBooks(world: World): Promise<Sums> {
  const { rows } = await world.read(() =>
    sql<{ place: string; amount: bigint }>`
      select split_part(a.code, ':', 2) || ' ' || a.currency as place, sum(p.amount)::bigint as amount
        from ledger_accounts a join postings p on p.tenant_id = a.tenant_id and p.account_id = a.id
        join journal_entries e on e.tenant_id = p.tenant_id and e.id = p.entry_id
       where (a.code like 'cash:%' or a.code like 'in_flight:%')
         and e.kind not in ('gateway_fee', 'gateway_exchange', 'payout_sent', 'payout_arrived', 'payout_returned', 'movement_answered')
       group by 1`.execute(db)
  )
  return addUp(rows.map(({ place, amount }) => [place, amount]))
}

type Count = [place: string, amount: bigint]

async function stripeMoney(sandbox: Sandbox): Promise<Count[]> {
  const { totals } = await sandbox.state<{ totals: Record<string, { charged: number; refunded: number }> }>(
    'stripe'
  )
  return Object.entries(totals).map(([currency, { charged, refunded }]) => [
    `stripe ${currency.toUpperCase()}`,
    BigInt(charged - refunded),
  ])
}

interface PaypalAmount {
  status: string
  amount: { currency_code: string; value: string }
}

/** A capture that was given back stays a capture; what went back is a refund beside it. */
const paypalTaken = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']

async function paypalMoney(sandbox: Sandbox): Promise<Count[]> {
  const { captures, refunds } = await sandbox.state<{ captures: PaypalAmount[]; refunds: PaypalAmount[] }>(
    'paypal'
  )
  const count = (sign: bigint, { amount }: PaypalAmount): Count => [
    `paypal ${amount.currency_code}`,
    sign * toMinor(amount.value),
  ]
  return [
    ...captures.filter(({ status }) => paypalTaken.includes(status)).map((each) => count(1n, each)),
    ...refunds.filter(({ status }) => status === 'COMPLETED').map((each) => count(-1n, each)),
  ]
}

interface CoinInvoice {
  id: string
  currency: string
  methods: { id: string; rate: string }[]
  payments: { method: string; value: string; status: string }[]
}

/** Coins are asked for rounded up to the smallest one, so a sum is a little more than its whole cents. */
async function coinMoney(sandbox: Sandbox): Promise<Count[]> {
  const { invoices, payouts } = await sandbox.state<{
    invoices: CoinInvoice[]
    payouts: { state: string; originalCurrency: string; originalAmount: string }[]
  }>('btcpay')
  const taken = invoices.map(({ currency, methods, payments }): Count => {
    const worth = payments
      .filter(({ status }) => status === 'Settled')
      .reduce(
        (sum, { method, value }) => sum + times(value, methods.find(({ id }) => id === method)!.rate),
        0n
      )
    return [`btcpay ${currency}`, (worth * 100n) / (scale * scale)]
  })
  const back = payouts
    .filter(({ state }) => state === 'Completed')
    .map(({ originalCurrency, originalAmount }): Count => [
      `btcpay ${originalCurrency}`,
      -toMinor(Number(originalAmount).toFixed(2)),
    ])
  return [...taken, ...back]
}

async function coinbaseMoney(sandbox: Sandbox): Promise<Count[]> {
  const { checkouts } = await sandbox.state<{
    checkouts: { status: string; fiatAmount: string; fiatCurrency: string; refunded: string }[]
  }>('coinbase')
  return checkouts
    .filter(({ status }) => ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'].includes(status))
    .map(({ fiatAmount, fiatCurrency, refunded }) => [
      `coinbase ${fiatCurrency}`,
      toMinor(fiatAmount) - toMinor(refunded),
    ])
}

/** What stands in the statements of our account. */
async function bankMoney(sandbox: Sandbox): Promise<Count[]> {
  const { transfers } = await sandbox.state<{ transfers: { side: string; amount: string }[] }>('bank')
  return transfers.map(({ side, amount }) => [
    'bank_transfer EUR',
    side === 'CRDT' ? toMinor(amount) : -toMinor(amount),
  ])
}

function addUp(counts: Count[]): Sums {
  const sums: Sums = {}
  for (const [place, amount] of counts) sums[place] = (sums[place] ?? 0n) + amount
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0n))
}

/** `14.01`, `14.1` and `14`: the currencies of the stories have two decimals. */
function toMinor(decimal: string): bigint {
  const [whole = '0', decimals] = decimal.split('.')
  return decimals === undefined ? BigInt(whole) * 100n : BigInt(whole + decimals.padEnd(2, '0').slice(0, 2))
}

const scale = 10n ** 12n

function times(a: string, b: string): bigint {
  return scaled(a) * scaled(b)
}

function scaled(decimal: string): bigint {
  const [whole = '0', decimals = ''] = decimal.split('.')
  return BigInt(whole) * scale + BigInt(decimals.padEnd(12, '0').slice(0, 12))
}
