import { currentTenant } from '#app/shared/database/context'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { convertMoney, type LineTotal, listTotals } from '#app/ledger/index'
import type { LineBalance } from '#app/reporting/domain/statements'

interface Question {
  from?: CalendarDate
  to: CalendarDate
  currency: string | null
}

/** Balances at the end of a day, or what moved in a range of days: in one currency as booked, or all in the reporting currency. */
export async function listLineBalances({ from, to, currency }: Question): Promise<LineBalance[]> {
  const totals = await listTotals(from === undefined ? { to } : { from, to })
  return merge(
    currency === null
      ? await asReported(totals, to)
      : totals.filter((total) => total.currency === currency).map(asBooked)
  )
}

/**
 * The balance sheet in the reporting currency: money, receivables and debts at the rate of that day, prepaid revenue at the rates
 * at which it was paid (IAS 21). What that leaves against the booked amounts are exchange differences.
 */
export async function listValuedBalances(
  to: CalendarDate
): Promise<{ lines: LineBalance[]; differences: bigint }> {
  const totals = await listTotals({ to })
  const [monetary, others] = [totals.filter(isMonetary), totals.filter((total) => !isMonetary(total))]
  const booked = await asReported(monetary, to)
  const valued = await valueAt(monetary, to)
  const sum = (lines: LineBalance[]) => lines.reduce((total, { amount }) => total + amount, 0n)
  return {
    lines: merge([...valued, ...(await asReported(others, to))]),
    differences: sum(valued) - sum(booked),
  }
}

/** How exchange differences moved in a range of days. */
export async function findDifferences({
  from,
  to,
}: {
  from: CalendarDate
  to: CalendarDate
}): Promise<bigint> {
  const [after, before] = [await listValuedBalances(to), await listValuedBalances(addDays(from, -1))]
  return after.differences - before.differences
}

/** The currencies in which anything was booked until a day. */
export async function listBookedCurrencies(to: CalendarDate): Promise<string[]> {
  return [...new Set((await listTotals({ to })).map(({ currency }) => currency))].sort()
}

function isMonetary({ code, kind }: LineTotal): boolean {
  return (kind === 'asset' || kind === 'liability') && code !== 'deferred_revenue'
}

function asBooked({ code, kind, debit, credit }: LineTotal): LineBalance {
  return { code, kind, amount: debit - credit }
}

/** As booked in the reporting currency; what was booked before the tenant changed it, at the rate of the day. */
async function asReported(totals: LineTotal[], on: CalendarDate): Promise<LineBalance[]> {
  const { reportingCurrency } = currentTenant()
  const current = totals.filter((total) => total.reportingCurrency === reportingCurrency)
  const older = totals.filter((total) => total.reportingCurrency !== reportingCurrency)
  const reported = current.map(({ code, kind, reportingDebit, reportingCredit }) => ({
    code,
    kind,
    amount: reportingDebit - reportingCredit,
  }))
  return [...reported, ...(await valueAt(older, on))]
}

async function valueAt(totals: LineTotal[], on: CalendarDate): Promise<LineBalance[]> {
  const moneys = totals.map(({ currency, debit, credit }) => ({ amount: debit - credit, currency }))
  const values = await convertMoney(moneys, { to: currentTenant().reportingCurrency, on })
  return totals.map(({ code, kind }, index) => ({ code, kind, amount: values[index]! }))
}

function merge(lines: LineBalance[]): LineBalance[] {
  const byCode = Map.groupBy(lines, ({ code }) => code)
  return [...byCode]
    .map(([code, parts]) => ({
      code,
      kind: parts[0]!.kind,
      amount: parts.reduce((sum, { amount }) => sum + amount, 0n),
    }))
    .filter(({ amount }) => amount !== 0n)
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}
