import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toDecimal } from '#app/shared/money/money'
import { proposalFor } from '#app/payments/domain/settlement'
import { differencesOf, type StoredComparison } from '#app/payments/domain/settlement_comparison'
import type { DayOfAccount } from '#app/payments/domain/settlement_day'
import type { ListedPayout } from '#app/payments/queries/list_movements'
import type { SettlementFile } from '#app/payments/queries/find_settlement'
import type { Movement } from '#app/payments/records/movements'

const text = () => vine.string().nullable()
const moneyShape = () => vine.object({ amount: vine.string(), currency: vine.string() })
const kinds = ['payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversed', 'fee', 'payout', 'adjustment'] as const // prettier-ignore
const problems = ['unknown_object', 'not_booked', 'amount_differs', 'currency_differs', 'counted_twice', 'no_object'] as const // prettier-ignore
const proposals = ['look_up', 'book_fee', 'compare', 'explain'] as const

const wire = (amount: bigint | string, currency: string) => ({ amount: String(amount), currency })

export function showMovement(movement: Movement) {
  const { currency, matched, answer, exchanged, problem } = movement
  return {
    id: showId('gatewayMovement', movement.id),
    reference: movement.reference,
    kind: movement.kind,
    object_reference: movement.objectReference,
    gross: wire(movement.gross, currency),
    fee: wire(movement.fee, currency),
    net: wire(movement.net, currency),
    exchanged: exchanged && {
      ...wire(exchanged.money.amount, exchanged.money.currency),
      rate: exchanged.rate,
    },
    moved_at: movement.createdAt.toISOString(),
    counts_on: movement.countsOn,
    payout_reference: movement.payoutReference,
    status: movement.status,
    problem,
    proposal: problem ? proposalFor(movement, problem) : null,
    matched: matched && { kind: matched.kind, id: shownRecordId(matched) },
    answer: answer && { answer: answer.is, note: answer.note, at: answer.at.toISOString() },
  }
}

const idKinds = { payment: 'payment', refund: 'refund', dispute: 'dispute', payout: 'gatewayPayout' } as const

function shownRecordId({ kind, id }: NonNullable<Movement['matched']>): string {
  return showId(idKinds[kind], id)
}

export const movementShape = vine.create({
  id: vine.string(),
  reference: vine.string(),
  kind: vine.enum(kinds),
  object_reference: text(),
  gross: moneyShape(),
  fee: moneyShape(),
  net: moneyShape(),
  exchanged: vine.object({ amount: vine.string(), currency: vine.string(), rate: vine.string() }).nullable(),
  moved_at: vine.string(),
  counts_on: vine.string(),
  payout_reference: text(),
  status: vine.enum(['unmatched', 'matched', 'answered'] as const),
  problem: vine.enum(problems).nullable(),
  proposal: vine.enum(proposals).nullable(),
  matched: vine.object({ kind: vine.string(), id: vine.string() }).nullable(),
  answer: vine.object({ answer: vine.string(), note: vine.string(), at: vine.string() }).nullable(),
})

export function showPayout(payout: ListedPayout) {
  const { amount, currency } = payout.money
  return {
    id: showId('gatewayPayout', payout.id),
    reference: payout.reference,
    status: payout.state,
    money: wire(amount, currency),
    arrives_on: payout.arrivesOn,
    counts_on: payout.countsOn,
    paid_out_at: payout.createdAt.toISOString(),
    movement_count: payout.movementCount,
    movement_sum: wire(payout.movementSum, currency),
    /** Null where the gateway does not say what it was made of. */
    adds_up: payout.movementCount === 0 ? null : payout.movementSum === amount,
  }
}

export const payoutShape = vine.create({
  id: vine.string(),
  reference: vine.string(),
  status: vine.enum(['pending', 'in_transit', 'paid', 'failed', 'cancelled'] as const),
  money: moneyShape(),
  arrives_on: text(),
  counts_on: vine.string(),
  paid_out_at: vine.string(),
  movement_count: vine.number(),
  movement_sum: moneyShape(),
  adds_up: vine.boolean().nullable(),
})

function showDay(day: DayOfAccount) {
  const of = (amount: bigint) => wire(amount, day.currency)
  return {
    currency: day.currency,
    opening: of(day.opening),
    lines: day.lines.map(({ kind, count, gross, fee, net }) => ({
      kind,
      count,
      gross: of(gross),
      fee: of(fee),
      net: of(net),
    })),
    closing: of(day.closing),
    booked: day.booked === null ? null : of(day.booked),
    difference: day.difference === null ? null : of(day.difference),
  }
}

function showComparison(comparison: StoredComparison) {
  const { currency } = comparison
  const { untold, unexplained } = differencesOf(comparison)
  return {
    currency,
    stated: comparison.stated === null ? null : wire(comparison.stated, currency),
    known: wire(comparison.known, currency),
    booked: wire(comparison.booked, currency),
    unmatched: wire(comparison.unmatched, currency),
    awaited: wire(comparison.awaited, currency),
    untold: wire(untold, currency),
    unexplained: wire(unexplained, currency),
    holds: untold === 0n && unexplained === 0n,
  }
}

export function showSettlement({ day, days, state, awaited }: SettlementFile) {
  return {
    day,
    last_run_at: state?.lastRunAt?.toISOString() ?? null,
    next_run_at: state?.nextRunAt.toISOString() ?? null,
    last_error: state?.lastError ?? null,
    days: days.map(showDay),
    comparison: (state?.comparison ?? []).map(showComparison),
    awaited: awaited.map((each) => ({
      id: each.recordId,
      entry_kind: each.entryKind,
      payment_id: each.entryKind === 'payment_received' ? showId('payment', each.recordId) : null,
      money: wire(each.amount, each.currency),
      booked_on: each.bookedOn,
    })),
  }
}

export const settlementShape = vine.create({
  day: vine.string(),
  last_run_at: text(),
  next_run_at: text(),
  last_error: text(),
  days: vine.array(
    vine.object({
      currency: vine.string(),
      opening: moneyShape(),
      lines: vine.array(
        vine.object({
          kind: vine.enum(kinds),
          count: vine.number(),
          gross: moneyShape(),
          fee: moneyShape(),
          net: moneyShape(),
        })
      ),
      closing: moneyShape(),
      booked: vine.object({ amount: vine.string(), currency: vine.string() }).nullable(),
      difference: vine.object({ amount: vine.string(), currency: vine.string() }).nullable(),
    })
  ),
  comparison: vine.array(
    vine.object({
      currency: vine.string(),
      stated: vine.object({ amount: vine.string(), currency: vine.string() }).nullable(),
      known: moneyShape(),
      booked: moneyShape(),
      unmatched: moneyShape(),
      awaited: moneyShape(),
      untold: moneyShape(),
      unexplained: moneyShape(),
      holds: vine.boolean(),
    })
  ),
  awaited: vine.array(
    vine.object({
      id: vine.string(),
      entry_kind: vine.string(),
      payment_id: text(),
      money: moneyShape(),
      booked_on: vine.string(),
    })
  ),
})

/** The lines of a day as a file: amounts as plain decimals. */
export function settlementToLines({ day, days }: Pick<SettlementFile, 'day' | 'days'>) {
  const rows = days.flatMap(({ currency, opening, lines, closing, booked, difference }) => {
    const decimal = (amount: bigint) => toDecimal({ amount, currency })
    return [
      { day, currency, line: 'opening', net: decimal(opening) },
      ...lines.map(({ kind, count, gross, fee, net }) => ({
        day,
        currency,
        line: kind,
        count,
        gross: decimal(gross),
        fee: decimal(fee),
        net: decimal(net),
      })),
      { day, currency, line: 'closing', net: decimal(closing) },
      ...(booked === null ? [] : [{ day, currency, line: 'booked', net: decimal(booked) }]),
      ...(difference === null ? [] : [{ day, currency, line: 'difference', net: decimal(difference) }]),
    ]
  })
  return {
    columns: ['day', 'currency', 'line', 'count', 'gross', 'fee', 'net'],
    rows: rows as Record<string, unknown>[],
  }
}
