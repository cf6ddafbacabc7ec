import { type Report, type ReportRow, section, sumCells } from '#app/reporting/domain/report'

/** The balance of a line of the chart, debit positive, in one currency. */
export interface LineBalance {
  code: string
  kind: 'asset' | 'liability' | 'income' | 'expense'
  amount: bigint
}

/** Exchange differences have no postings of their own: they are what a valuation at other rates than those of booking leaves. */
export const exchangeDifferences = 'exchange_differences'

/** Every line on the side on which it stands. Debits and credits are equal, or a posting was lost. */
export function trialBalance(currency: string, lines: LineBalance[]): Report {
  const rows = lines.map(({ code, amount }) => ({
    key: code,
    cells: amount >= 0n ? [amount, 0n] : [0n, -amount],
  }))
  const all = section('all', 2, rows)
  const [left = 0n, right = 0n] = all.total
  return {
    name: 'trial_balance',
    currency,
    columns: ['debit', 'credit'],
    sections: [all],
    total: { key: 'total', cells: all.total },
    proof: { key: 'debits_equal_credits', left, right },
  }
}

/** What is owned, what is owed, and the result since the beginning that lies between them. */
export function balanceSheet(currency: string, lines: LineBalance[], differences: bigint | null): Report {
  const assets = section('assets', 1, ofKind(lines, 'asset', 1n))
  const liabilities = section('liabilities', 1, ofKind(lines, 'liability', -1n))
  const result = lines
    .filter(({ kind }) => kind === 'income' || kind === 'expense')
    .reduce((sum, { amount }) => sum - amount, 0n)
  const equity = section('equity', 1, [
    { key: 'result', cells: [result] },
    ...(differences === null ? [] : [{ key: exchangeDifferences, cells: [differences] }]),
  ])
  const right = liabilities.total[0]! + equity.total[0]!
  return {
    name: 'balance_sheet',
    currency,
    columns: ['amount'],
    sections: [assets, liabilities, equity],
    total: { key: 'liabilities_and_equity', cells: [right] },
    proof: { key: 'assets_equal_claims', left: assets.total[0]!, right },
  }
}

/** What was earned and spent in a period. */
export function profitAndLoss(currency: string, lines: LineBalance[], differences: bigint | null): Report {
  const income = section('income', 1, ofKind(lines, 'income', -1n))
  const expenses = section('expenses', 1, ofKind(lines, 'expense', 1n))
  const other = section(
    'other',
    1,
    differences === null ? [] : [{ key: exchangeDifferences, cells: [differences] }]
  )
  const sections = other.rows.length > 0 ? [income, expenses, other] : [income, expenses]
  return {
    name: 'profit_and_loss',
    currency,
    columns: ['amount'],
    sections,
    total: { key: 'result', cells: [income.total[0]! - expenses.total[0]! + other.total[0]!] },
    proof: null,
  }
}

function ofKind(lines: LineBalance[], kind: LineBalance['kind'], sign: bigint): ReportRow[] {
  return lines
    .filter((line) => line.kind === kind)
    .map(({ code, amount }) => ({ key: code, cells: [sign * amount] }))
}

export const agingBuckets = ['current', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] as const

/** Into which bucket a receivable falls, by how many days after its due date a day is. */
export function agingBucket(daysOverdue: number): number {
  if (daysOverdue <= 0) return 0
  if (daysOverdue <= 30) return 1
  if (daysOverdue <= 60) return 2
  return daysOverdue <= 90 ? 3 : 4
}

/** Who owes how much for how long, the largest sums first, beside what the books say about all receivables. */
export function receivablesAging(currency: string, customers: ReportRow[], booked: bigint): Report {
  const columns = [...agingBuckets, 'total']
  const rows = customers
    .map((row) => ({ ...row, cells: [...row.cells, row.cells.reduce((sum, cell) => sum + cell, 0n)] }))
    .sort((a, b) => (a.cells.at(-1)! === b.cells.at(-1)! ? 0 : a.cells.at(-1)! > b.cells.at(-1)! ? -1 : 1))
  const total = sumCells(columns.length, rows)
  return {
    name: 'receivables_aging',
    currency,
    columns,
    sections: [section('customers', columns.length, rows)],
    total: { key: 'total', cells: total },
    proof: { key: 'invoices_equal_books', left: total.at(-1)!, right: booked },
  }
}
