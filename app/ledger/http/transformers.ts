import vine from '@vinejs/vine'
import type { RateFeedState } from '#app/ledger/queries/list_exchange_rates'
import type { KeptRate } from '#app/ledger/records/exchange_rates'

export const exchangeRateShape = vine.create({
  currency: vine.string(),
  on: vine.string(),
  source: vine.string(),
  per_euro: vine.string(),
})

export const exchangeRatesShape = vine.create({
  rates: vine.array(
    vine.object({
      currency: vine.string(),
      on: vine.string(),
      source: vine.string(),
      per_euro: vine.string(),
    })
  ),
  next_before: vine.string().nullable(),
  feed: vine
    .object({
      source: vine.string(),
      is_stale: vine.boolean(),
      latest_on: vine.string().nullable(),
      last_attempt_at: vine.string().nullable(),
      next_attempt_at: vine.string().nullable(),
      last_error: vine.string().nullable(),
    })
    .nullable(),
})

export function exchangeRateToWire({ currency, on, source, perEuro }: KeptRate) {
  return { currency, on, source, per_euro: perEuro }
}

export function rateFeedToWire(feed: RateFeedState | null) {
  if (!feed) return null
  const { source, isStale, state } = feed
  return {
    source,
    is_stale: isStale,
    latest_on: state?.latestOn ?? null,
    last_attempt_at: state?.lastAttemptAt.toISOString() ?? null,
    next_attempt_at: state?.nextAttemptAt.toISOString() ?? null,
    last_error: state?.lastError ?? null,
  }
}
