import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toDecimal, toWire } from '#app/shared/money/money'
import type { ReplayTotal } from '#app/billing/domain/replay_report'
import type { ReplayDetails } from '#app/billing/queries/find_replay_details'
import type { Replay } from '#app/billing/records/replays'

export function showReplay({ id, question, status, failure, ...replay }: Replay) {
  return {
    id: showId('replay', id),
    from: question.fromMonth,
    to: question.toMonth,
    price_percent: question.pricePercent,
    plan_prices: question.planPrices.map(({ planId, ...price }) => ({
      ...price,
      plan_id: planId && showId('plan', planId),
    })),
    tax_rounding: question.taxRounding,
    tax_percents: Object.entries(question.taxPercents).map(([country, percent]) => ({ country, percent })),
    proration: question.proration,
    status,
    failure,
    invoice_count: replay.invoiceCount,
    done_count: replay.doneCount,
    changed_count: replay.result?.changedCount ?? null,
    totals: (replay.result?.totals ?? []).map(showTotal),
    requested_at: replay.requestedAt.toISOString(),
    finished_at: replay.finishedAt?.toISOString() ?? null,
  }
}

export function showReplayDetails(replay: ReplayDetails) {
  return {
    ...showReplay(replay),
    invoices: replay.rows.map(showRow),
    unreadable: (replay.result?.unreadable ?? []).map(({ invoiceId, reference, reason }) => ({
      invoice_id: showId('invoice', invoiceId),
      reference,
      reason,
    })),
  }
}

function showTotal(total: ReplayTotal) {
  const { currency } = total
  const money = (amount: string | bigint) => toWire({ amount: BigInt(amount), currency })
  return {
    currency,
    invoice_count: total.invoiceCount,
    changed_count: total.changedCount,
    subtotal: money(total.subtotal),
    replayed_subtotal: money(total.replayedSubtotal),
    tax: money(total.tax),
    replayed_tax: money(total.replayedTax),
    total: money(total.total),
    replayed_total: money(total.replayedTotal),
    difference: money(BigInt(total.replayedTotal) - BigInt(total.total)),
  }
}

function showRow(row: ReplayDetails['rows'][number]) {
  const money = (amount: string) => toWire({ amount: BigInt(amount), currency: row.currency })
  return {
    invoice_id: showId('invoice', row.invoiceId),
    reference: row.reference,
    customer_id: showId('customer', row.customerId),
    customer_name: row.customer.name,
    issued_on: row.issuedOn,
    total: money(row.total),
    replayed_total: money(row.replayedTotal),
    difference: money(row.difference),
    tax_difference: money(row.taxDifference),
  }
}

export const replayColumns = [
  'reference',
  'issued_on',
  'customer_id',
  'customer_name',
  'currency',
  'total',
  'replayed_total',
  'difference',
  'tax_difference',
]

export function replayLines({ rows }: ReplayDetails): Record<string, unknown>[] {
  return rows.map((row) => {
    const text = (amount: string) => toDecimal({ amount: BigInt(amount), currency: row.currency })
    return {
      reference: row.reference,
      issued_on: row.issuedOn,
      customer_id: showId('customer', row.customerId),
      customer_name: row.customer.name,
      currency: row.currency,
      total: text(row.total),
      replayed_total: text(row.replayedTotal),
      difference: text(row.difference),
      tax_difference: text(row.taxDifference),
    }
  })
}

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const text = () => vine.string().nullable()

const fields = {
  id: vine.string(),
  from: vine.string(),
  to: vine.string(),
  price_percent: text(),
  plan_prices: vine.array(
    vine.object({
      plan_id: vine.string(),
      currency: vine.string(),
      interval: vine.object({ unit: vine.string(), count: vine.number() }),
      amount: vine.string(),
    })
  ),
  tax_rounding: text(),
  tax_percents: vine.array(vine.object({ country: vine.string(), percent: vine.string() })),
  proration: text(),
  status: vine.enum(['queued', 'running', 'done', 'failed'] as const),
  failure: text(),
  invoice_count: vine.number(),
  done_count: vine.number(),
  changed_count: vine.number().nullable(),
  totals: vine.array(
    vine.object({
      currency: vine.string(),
      invoice_count: vine.number(),
      changed_count: vine.number(),
      subtotal: money(),
      replayed_subtotal: money(),
      tax: money(),
      replayed_tax: money(),
      total: money(),
      replayed_total: money(),
      difference: money(),
    })
  ),
  requested_at: vine.string(),
  finished_at: text(),
}

export const replayShape = vine.create(fields)
export const replayDetailsShape = vine.create({
  ...fields,
  invoices: vine.array(
    vine.object({
      invoice_id: vine.string(),
      reference: vine.string(),
      customer_id: vine.string(),
      customer_name: vine.string(),
      issued_on: vine.string(),
      total: money(),
      replayed_total: money(),
      difference: money(),
      tax_difference: money(),
    })
  ),
  unreadable: vine.array(
    vine.object({ invoice_id: vine.string(), reference: vine.string(), reason: vine.string() })
  ),
})
