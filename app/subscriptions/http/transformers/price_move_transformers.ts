import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { intervalUnits } from '#app/shared/time/calendar'
import type { MoveSummary } from '#app/subscriptions/domain/price_move_plan'
import type { PriceMoveSeen } from '#app/subscriptions/queries/list_price_moves'
import type { PreparedMove } from '#app/subscriptions/queries/prepare_price_move'

export function showSummary(summary: MoveSummary, currency: string) {
  return {
    count: summary.count,
    old_amount: toWire({ amount: summary.oldAmount, currency }),
    new_amount: toWire({ amount: summary.newAmount, currency }),
    old_hour_amount: summary.oldHourAmount,
    new_hour_amount: summary.newHourAmount,
    higher_count: summary.higherCount,
    lower_count: summary.lowerCount,
    told_count: summary.toldCount,
    first_on: summary.firstOn,
    last_on: summary.lastOn,
  }
}

/** Whom a move would concern, before it is decided. */
export function showPreparedMove({
  currency,
  startsOn,
  earliest,
  noticeDays,
  summary,
  samples,
}: PreparedMove) {
  return {
    currency,
    starts_on: startsOn,
    earliest_on: earliest,
    notice_days: noticeDays,
    ...showSummary(summary, currency),
    samples: samples.map((move) => ({
      subscription_id: showId('subscription', move.subscriptionId),
      customer_id: showId('customer', move.customerId),
      old_amount: toWire({ amount: move.oldAmount, currency }),
      new_amount: toWire({ amount: move.newAmount, currency }),
      old_hour_amount: move.oldHourAmount,
      new_hour_amount: move.newHourAmount,
      first_on: move.firstOn,
    })),
  }
}

export function showPriceMove(move: PriceMoveSeen) {
  const { currency } = move
  return {
    id: showId('priceMove', move.id),
    currency,
    starts_on: move.startsOn,
    notice_days: move.noticeDays,
    prices: move.prices.map(({ id, name, unit, count, amount, validFrom }) => ({
      id: showId('price', id),
      name,
      interval: { unit, count },
      amount: toWire({ amount: BigInt(amount), currency }),
      valid_from: validFrom,
    })),
    count: move.subscriptionCount,
    old_amount: toWire({ amount: move.oldAmount, currency }),
    new_amount: toWire({ amount: move.newAmount, currency }),
    open_count: move.openCount,
    moved_count: move.movedCount,
    untold_count: move.untoldCount,
    status: statusOf(move),
    created_at: move.createdAt.toISOString(),
    withdrawn_at: move.withdrawnAt?.toISOString() ?? null,
    withdrawal_reason: move.withdrawalReason,
  }
}

function statusOf({ withdrawnAt, openCount }: PriceMoveSeen) {
  if (withdrawnAt) return 'withdrawn' as const
  return openCount > 0 ? ('announced' as const) : ('done' as const)
}

const moneyShape = () => vine.object({ amount: vine.string(), currency: vine.string() })

const summaryFields = {
  count: vine.number(),
  old_amount: moneyShape(),
  new_amount: moneyShape(),
}

/** One hour, in minor units with decimals, of what is charged by the hour: the amounts are then the most of a month. */
const hourFields = {
  old_hour_amount: vine.string().nullable(),
  new_hour_amount: vine.string().nullable(),
}

export const preparedMoveShape = vine.create({
  ...summaryFields,
  ...hourFields,
  currency: vine.string(),
  starts_on: vine.string(),
  earliest_on: vine.string(),
  notice_days: vine.number(),
  higher_count: vine.number(),
  lower_count: vine.number(),
  told_count: vine.number(),
  first_on: vine.string().nullable(),
  last_on: vine.string().nullable(),
  samples: vine.array(
    vine.object({
      subscription_id: vine.string(),
      customer_id: vine.string(),
      old_amount: moneyShape(),
      new_amount: moneyShape(),
      ...hourFields,
      first_on: vine.string(),
    })
  ),
})

export const priceMoveShape = vine.create({
  ...summaryFields,
  id: vine.string(),
  currency: vine.string(),
  starts_on: vine.string(),
  notice_days: vine.number(),
  prices: vine.array(
    vine.object({
      id: vine.string(),
      name: vine.string(),
      interval: vine.object({ unit: vine.enum(intervalUnits), count: vine.number() }),
      amount: moneyShape(),
      valid_from: vine.string(),
    })
  ),
  open_count: vine.number(),
  moved_count: vine.number(),
  untold_count: vine.number(),
  status: vine.enum(['announced', 'withdrawn', 'done'] as const),
  created_at: vine.string(),
  withdrawn_at: vine.string().nullable(),
  withdrawal_reason: vine.string(),
})
