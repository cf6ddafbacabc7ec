import type { DatabaseSync } from 'node:sqlite'
import type pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'

type Complain = (found: string) => void

/** Invariant 4 at PayPal, at the payment server for coins and at the bank: what came in there is in our books, once. */
export async function checkOtherGateways(database: pg.Client, outside: DatabaseSync): Promise<Finding[]> {
  const findings: Finding[] = []
  const at = (check: string) => (found: string) => findings.push({ invariant: 4, check, found })
  await checkPaypal(database, outside, at('money at PayPal'))
  await checkPaypalRefunds(database, outside, at('money back at PayPal'))
  await checkCoins(database, outside, at('coins'))
  await checkTransfers(database, outside, at('transfers at the bank'))
  return findings.slice(0, 5)
}

interface Ours {
  reference: string
  amount: string
}

async function bookedAt(database: pg.Client, driver: string): Promise<Map<string, bigint>> {
  const { rows } = await database.query<Ours>(
    `select p.gateway_reference as reference, p.captured_amount::text as amount
       from payments p join gateways g on g.id = p.gateway_id where p.gateway_reference is not null and g.driver = $1`,
    [driver]
  )
  return new Map(rows.map(({ reference, amount }) => [reference, BigInt(amount)]))
}

const takenStatuses = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'])

async function checkPaypal(database: pg.Client, outside: DatabaseSync, complain: Complain): Promise<void> {
  const captures = documents<{ order: string; status: string; value: string }>(
    outside,
    { system: 'paypal', collection: 'captures' },
    { order: '$.order', status: '$.status', value: '$.amount.value' }
  )
  const taken = new Map<string, bigint>()
  for (const { order, status, value } of captures)
    if (takenStatuses.has(status)) taken.set(order, (taken.get(order) ?? 0n) + inMinorUnits(value))
  compare({ taken, booked: await bookedAt(database, 'paypal') }, complain)
}

async function checkPaypalRefunds(
  database: pg.Client,
  outside: DatabaseSync,
  complain: Complain
): Promise<void> {
  const refunds = documents<{ id: string; status: string; value: string }>(
    outside,
    { system: 'paypal', collection: 'refunds' },
    { id: '$.id', status: '$.status', value: '$.amount.value' }
  )
  const { rows } = await database.query<Ours>(
    `select r.gateway_reference as reference, r.amount::text as amount from refunds r join gateways g on g.id = r.gateway_id
      where r.status = 'succeeded' and r.returned_at is null and g.driver = 'paypal'`
  )
  const sent = refunds.filter(({ status }) => status === 'COMPLETED')
  compare(
    {
      taken: new Map(sent.map(({ id, value }) => [id, inMinorUnits(value)])),
      booked: new Map(rows.map(({ reference, amount }) => [reference, BigInt(amount)])),
    },
    complain
  )
}

/** Coins are worth what their rate said; each transfer may be rounded by a minor unit. */
async function checkCoins(database: pg.Client, outside: DatabaseSync, complain: Complain): Promise<void> {
  const invoices = documents<{ id: string; payments: string; methods: string }>(
    outside,
    { system: 'btcpay', collection: 'invoices' },
    { id: '$.id', payments: '$.payments', methods: '$.methods' }
  )
  const booked = await bookedAt(database, 'btcpay')
  for (const { id, payments, methods } of invoices) {
    const rates = new Map((JSON.parse(methods) as { id: string; rate: string }[]).map((each) => [each.id, each.rate]))
    const settled = (JSON.parse(payments) as { method: string; value: string; status: string }[]).filter(
      ({ status }) => status === 'Settled'
    )
    const worth = settled.reduce((sum, { method, value }) => sum + product(value, rates.get(method) ?? '0'), 0n)
    const difference = worth - (booked.get(id) ?? 0n)
    const allowed = BigInt(settled.length)
    if (difference > allowed || difference < -allowed) complain(`${id} took ${worth}, we booked ${booked.get(id) ?? 'nothing'}`)
  }
} // prettier-ignore

/** Of days whose statement was imported: each transfer is one movement, and what was booked of it is its amount. */
async function checkTransfers(database: pg.Client, outside: DatabaseSync, complain: Complain): Promise<void> {
  const transfers = documents<{ id: string; day: string; amount: string }>(
    outside,
    { system: 'bank', collection: 'transfers' },
    { id: '$.id', day: '$.day', amount: '$.amount' }
  )
  const { rows: days } = await database.query<{ until: string | null }>('select max(covers_until)::text as until from bank_statements')
  const { rows } = await database.query<Ours & { booked: string | null; status: string }>(
    `select m.bank_reference as reference, m.amount::text as amount, m.status,
            (select sum(r.amount) from received_payments r where r.bank_movement_id = m.id and r.reversed_at is null)::text as booked
       from bank_movements m`
  )
  const known = Map.groupBy(rows, ({ reference }) => reference)
  for (const { id, day, amount } of transfers) {
    if (days[0]?.until == null || day > days[0].until) continue
    const [ours, ...more] = known.get(id) ?? []
    if (!ours) complain(`${id} of ${day} is no movement of ours`)
    else if (more.length > 0) complain(`${id} is there ${more.length + 1} times`)
    else if (BigInt(ours.amount) !== inMinorUnits(amount)) complain(`${id} is ${amount}, ours says ${ours.amount}`)
    else if ((ours.status === 'booked') !== (ours.booked === ours.amount)) complain(`${id} is ${ours.status}, booked ${ours.booked} of ${ours.amount}`)
  }
} // prettier-ignore

function compare(
  { taken, booked }: { taken: Map<string, bigint>; booked: Map<string, bigint> },
  complain: Complain
): void {
  for (const [reference, amount] of taken) {
    const ours = booked.get(reference)
    if (ours !== amount) complain(`${reference} moved ${amount}, we booked ${ours ?? 'nothing'}`)
  }
  for (const [reference, amount] of booked)
    if (amount !== 0n && !taken.has(reference)) complain(`${reference} moved nothing, we booked ${amount}`)
}

function documents<Row>(
  outside: DatabaseSync,
  from: { system: string; collection: string },
  fields: Record<string, string>
): Row[] {
  const columns = Object.entries(fields).map(([name, path]) => `json_extract(body, '${path}') as "${name}"`)
  const sql = `select ${columns.join(', ')} from documents where system = ? and collection = ? order by position`
  return outside.prepare(sql).all(from.system, from.collection) as Row[]
}

/** A plain decimal with at most two places. */
function inMinorUnits(decimal: string): bigint {
  const [whole, rest = ''] = decimal.split('.')
  return BigInt(whole! + rest.padEnd(2, '0').slice(0, 2))
}

const digitsMax = 18

/** Two decimals multiplied, in minor units, cut. */
function product(value: string, rate: string): bigint {
  const scaled = (decimal: string) => {
    const [whole, rest = ''] = decimal.split('.')
    return BigInt(whole! + rest.padEnd(digitsMax, '0').slice(0, digitsMax))
  }
  return (scaled(value) * scaled(rate) * 100n) / 10n ** BigInt(digitsMax * 2)
}
