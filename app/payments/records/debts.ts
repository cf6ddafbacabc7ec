import { db } from '#app/shared/database/db'
import type { Clock } from '#app/shared/time/clock'
import { type Debt, type DebtPart, type DebtReference, invoicesOf } from '#app/payments/domain/debt'
import { decideTopUp } from '#app/payments/domain/payment_limits'
import type { Money } from '#app/shared/money/money'
import { readLimits } from '#app/payments/records/payment_limits'
import { lockPayer, readTopUpFigures } from '#app/payments/records/top_ups'

/**
 * What an order or invoices ask for. Both belong to domains above this one, which begin payments by id only; the amount is
 * read here under a lock, so that no caller can ask for another one and two tabs wait for each other.
 */
export async function lockDebt(reference: DebtReference, clock: Clock): Promise<Debt | null> {
  switch (reference.kind) {
    case 'order':
      return lockOrder(reference.id)
    case 'invoice':
      return lockInvoice(reference.id)
    case 'bundle':
      return lockBundle(reference.parts)
    case 'top_up':
      return lockTopUp(reference, clock.now())
  }
}

async function lockOrder(id: string): Promise<Debt | null> {
  const row = await db
    .selectFrom('orders')
    .select(['id', 'customer_id', 'status', 'currency', 'total'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) return null
  return {
    kind: 'order',
    id: row.id,
    customerId: row.customer_id,
    money: { amount: row.total, currency: row.currency },
    isPayable:
      row.status === 'awaiting_payment' && row.total > 0n && !(await hasMoneyOnItsWay({ kind: 'order', id })),
  }
}

async function lockInvoice(id: string): Promise<Debt | null> {
  const [row] = await lockInvoices([id])
  if (!row) return null
  return {
    kind: 'invoice',
    id: row.id,
    customerId: row.customer_id,
    money: { amount: row.amount_due, currency: row.currency },
    isPayable:
      row.status === 'open' && row.amount_due > 0n && !(await hasMoneyOnItsWay({ kind: 'invoice', id })),
  }
}

/** Null unless all invoices are there, of one customer and in one currency. */
async function lockBundle(parts: readonly DebtPart[]): Promise<Debt | null> {
  const ids = parts.map(({ invoiceId }) => invoiceId)
  const rows = new Map((await lockInvoices(ids)).map((row) => [row.id, row]))
  const first = rows.get(ids[0]!)
  const isWhole =
    rows.size === parts.length &&
    [...rows.values()].every(
      (row) => row.customer_id === first?.customer_id && row.currency === first.currency
    )
  if (!first || !isWhole) return null
  const isDue = parts.every(({ invoiceId, amount }) => {
    const row = rows.get(invoiceId)!
    return row.status === 'open' && amount > 0n && amount <= row.amount_due
  })
  const total = parts.reduce((sum, { amount }) => sum + amount, 0n)
  return {
    kind: 'bundle',
    parts,
    customerId: first.customer_id,
    money: { amount: total, currency: first.currency },
    isPayable: isDue && !(await hasMoneyOnItsWay({ kind: 'bundle', parts })),
  }
}

async function lockTopUp(
  { customerId, money }: { customerId: string; money: Money },
  now: Date
): Promise<Debt | null> {
  const payer = await lockPayer(customerId)
  if (!payer || payer.currency !== money.currency) return null
  const figures = await readTopUpFigures(customerId, { currency: money.currency, now })
  const limits = await readLimits(money.currency)
  return { kind: 'top_up', customerId, money, isPayable: decideTopUp(money.amount, limits, figures).ok }
}

/** Always in one order, so that two who want some of the same never wait for each other in a circle. */
function lockInvoices(ids: readonly string[]) {
  return db
    .selectFrom('invoices')
    .select(['id', 'customer_id', 'status', 'currency', 'amount_due'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/**
 * A payment was taken and has not been applied yet, which follows a moment later. Another one would be too much. Asked once more after open
 * payments were waited for: what was open may have been taken meanwhile, and is neither.
 */
export async function hasMoneyOnItsWay(debt: Debt | DebtReference): Promise<boolean> {
  const row = await takenAndUnapplied(debt)?.executeTakeFirst()
  return row !== undefined
}

function takenAndUnapplied(debt: Debt | DebtReference) {
  const taken = db
    .selectFrom('payments')
    .select('id')
    .where('status', '=', 'succeeded')
    .where('applied_at', 'is', null)
  switch (debt.kind) {
    case 'order':
      // Taken at once where money cannot be held, and kept for the order until it is accepted.
      return taken.where('order_id', '=', debt.id)
    case 'invoice':
    case 'bundle':
      return taken.where((eb) => {
        const ids = invoicesOf(debt)
        return eb.or([eb('invoice_id', 'in', ids), eb('id', 'in', ofParts(ids))])
      })
    case 'top_up':
      // Any number of them may follow each other, within the limits of a day.
      return null
  }
}

function ofParts(invoiceIds: readonly string[]) {
  return db.selectFrom('payment_parts').select('payment_id').where('invoice_id', 'in', invoiceIds)
}
