import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { convertMoney } from '#app/ledger/index'
import { listDeferredSchedule, sumUnplanned } from '#app/billing/index'
import {
  type Report,
  type ReportName,
  type ReportQuestion,
  type ReportRow,
  section,
  sumCells,
} from '#app/reporting/domain/report'
import { balanceSheet, profitAndLoss, receivablesAging, trialBalance } from '#app/reporting/domain/statements'
import { findDifferences, listLineBalances, listValuedBalances } from '#app/reporting/queries/line_balances'
import { listOpenReceivables } from '#app/reporting/queries/list_open_receivables'
import { listTaxedDocuments } from '#app/reporting/queries/list_taxed_documents'

type Build = (question: ReportQuestion, currency: string) => Promise<Report>

const builders: Record<ReportName, Build> = {
  trial_balance: async ({ to, currency: only }, currency) =>
    trialBalance(currency, await listLineBalances({ to, currency: only })),
  balance_sheet: async ({ to, currency: only }, currency) => {
    if (only !== null) return balanceSheet(currency, await listLineBalances({ to, currency: only }), null)
    const { lines, differences } = await listValuedBalances(to)
    return balanceSheet(currency, lines, differences)
  },
  profit_and_loss: async (question, currency) => {
    const differences = question.currency === null ? await findDifferences(question) : null
    return profitAndLoss(currency, await listLineBalances(question), differences)
  },
  receivables_aging: buildAging,
  tax_summary: buildTaxSummary,
  deferred_revenue: buildDeferred,
}

/** One of the books' reports, straight from the ledger. */
export function findReport(name: ReportName, question: ReportQuestion): Promise<Report> {
  const currency = question.currency ?? currentTenant().reportingCurrency
  return inReadTransaction(() => builders[name](question, currency))
}

async function buildAging({ to, currency: only }: ReportQuestion, currency: string): Promise<Report> {
  const open = (await listOpenReceivables(to)).filter((each) => only === null || each.currency === only)
  const rates = { to: currency, on: to }
  const moneys = open.flatMap((each) => each.amounts.map((amount) => ({ amount, currency: each.currency })))
  const values = await convertMoney(moneys, rates)
  const rows = open.map((each, index) => ({
    key: each.customerId,
    text: each.customerName,
    customerId: each.customerId,
    cells: values.slice(index * each.amounts.length, (index + 1) * each.amounts.length),
  }))
  const byCustomer = [...Map.groupBy(rows, ({ key }) => key).values()].map((same): ReportRow => ({
    ...same[0]!,
    cells: sumCells(same[0]!.cells.length, same),
  }))
  const lines =
    only === null ? (await listValuedBalances(to)).lines : await listLineBalances({ to, currency: only })
  const report = receivablesAging(
    currency,
    byCustomer,
    lines.find(({ code }) => code === 'receivable')?.amount ?? 0n
  )
  // Many amounts rounded one by one and their sum rounded once are not the same.
  return only === null && open.some((each) => each.currency !== currency)
    ? { ...report, proof: null }
    : report
}

async function buildTaxSummary(question: ReportQuestion, currency: string): Promise<Report> {
  const only = question.currency
  const documents = (await listTaxedDocuments(question)).filter(
    (each) => only === null || each.currency === only
  )
  const byRate = Map.groupBy(
    documents,
    ({ country, name, percent }) => `${country ?? 'none'} ${name ?? ''} ${percent}`
  )
  const rows = [...byRate.values()].map((same) => {
    const { country, name, percent } = same[0]!
    const cells = same.map((each) => ({
      cells: only === null ? [each.reportingNet, each.reportingTax] : [each.net, each.tax],
    }))
    return {
      key: country ?? 'none',
      text: [country, name, `${percent} %`].filter(Boolean).join(' · '),
      cells: sumCells(2, cells),
    }
  })
  const booked = (await listLineBalances(question)).filter(({ code }) => code.startsWith('tax_payable:'))
  const shown = section('documents', 2, rows)
  const books = section(
    'books',
    2,
    booked.map(({ code, amount }) => ({ key: code, cells: [0n, -amount] }))
  )
  return {
    name: 'tax_summary',
    currency,
    columns: ['net', 'tax'],
    sections: [shown, books],
    total: null,
    proof:
      only === null ? null : { key: 'documents_equal_books', left: shown.total[1]!, right: books.total[1]! },
  }
}

async function buildDeferred({ to, currency: only }: ReportQuestion, currency: string): Promise<Report> {
  const isAsked = (each: { currency: string }) => only === null || each.currency === only
  const amountOf = (each: { amount: bigint; reportingAmount: bigint }) =>
    only === null ? each.reportingAmount : each.amount
  const months = Map.groupBy((await listDeferredSchedule(to)).filter(isAsked), ({ month }) => month)
  const rows: ReportRow[] = [...months].map(([month, parts]) => ({
    key: month,
    cells: sumCells(
      1,
      parts.map((part) => ({ cells: [amountOf(part)] }))
    ),
  }))
  const unplanned = (await sumUnplanned(to)).filter(isAsked).reduce((sum, each) => sum + amountOf(each), 0n)
  const planned = section('months', 1, [...rows, { key: 'unplanned', cells: [unplanned] }])
  const lines = await listLineBalances({ to, currency: only })
  const right = -(lines.find(({ code }) => code === 'deferred_revenue')?.amount ?? 0n)
  return {
    name: 'deferred_revenue',
    currency,
    columns: ['amount'],
    sections: [planned],
    total: { key: 'total', cells: planned.total },
    proof: { key: 'schedule_equals_books', left: planned.total[0]!, right },
  }
}
