import { inject } from '@adonisjs/core'
import type { PriceRounding } from '#app/billing/index'
import { listPriceVersions, lockPrices, placeOf, ReplacePrices } from '#app/catalogue/index'
import { findRate } from '#app/ledger/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { isCurrencyCode } from '#app/shared/money/currency'
import { largestAmount } from '#app/shared/money/largest_amount'
import { Fraction } from '#app/shared/money/fraction'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  type ConvertedPrice,
  convertPrices,
  largestOf,
  sumOf,
} from '#app/subscriptions/domain/price_conversion'
import { pricesConverted } from '#app/subscriptions/price_move_events'

export interface ConversionWish {
  productId: string
  from: string
  to: string
  /** A fixed rate as a plain decimal; null: the last kept rate of the day. */
  rate: string | null
  rounding: PriceRounding
  validFrom?: CalendarDate | undefined
}

export interface PreparedConversion {
  /** As exact as it is kept: what staff saw is what is applied. */
  rate: Fraction
  rateOn: CalendarDate
  sources: string[]
  prices: ConvertedPrice[]
  /** All amounts of the prices, in minor units with decimals. */
  sum: string
}

/** What the preview said: how many prices would differ, at which rate, and what they come to together. */
export interface ExpectedConversion {
  count: number
  /** Exactly, as a fraction. */
  rate: string
  sum: string
}

export type ConversionError =
  | { type: 'currency_unknown'; field: 'from' | 'to' }
  | { type: 'same_currency' }
  | { type: 'rate_invalid' }
  | { type: 'rate_unknown' }
  | { type: 'valid_from_past' }
  | { type: 'amount_too_large'; amount: bigint }

/**
 * Derives the prices of a product in one currency from those in another, when staff say so and never by itself. Only differences become
 * versions; who agreed to a price keeps it.
 */
@inject()
export class ConvertPrices {
  constructor(
    private clock: Clock,
    private replacePrices: ReplacePrices,
    private events: EventLog
  ) {}

  preview(wish: ConversionWish): Promise<Result<PreparedConversion, ConversionError>> {
    return inReadTransaction(async () => {
      const { from, to, rounding, productId } = wish
      for (const field of ['from', 'to'] as const)
        if (!isCurrencyCode(wish[field])) return err({ type: 'currency_unknown', field })
      if (from === to) return err({ type: 'same_currency' })
      const found = await this.findRate(wish)
      if (!found.ok) return found
      const { rate } = found.value
      const versions = await listPriceVersions(productId)
      const prices = convertPrices(versions, placeOf, { from, to, rate, rounding })
      const amount = largestOf(prices)
      if (amount > largestAmount(to)) return err({ type: 'amount_too_large', amount })
      return ok({ ...found.value, prices, sum: sumOf(prices).toDecimal() })
    })
  }

  /** Another rate, or other prices to derive from, than the preview showed: nothing happens. */
  apply(
    wish: ConversionWish & { expected: ExpectedConversion }
  ): Promise<Result<PreparedConversion, ConversionError | { type: 'preview_differs'; count: number }>> {
    return inTransaction(async () => {
      lockPrices()
      const prepared = await this.preview(wish)
      if (!prepared.ok) return prepared
      const { prices, rate, rateOn, sources } = prepared.value
      if (!isAsShown(prepared.value, wish.expected))
        return err({ type: 'preview_differs', count: prices.length })
      const { productId, from, to, rounding, validFrom } = wish
      const replacing = prices.map(({ version, amount, setupAmount, tiers }) => ({
        ...version,
        currency: to,
        amount,
        setupAmount,
        tiers,
      }))
      const result = await this.replacePrices.execute(replacing, { productId, validFrom })
      if (!result.ok) return err({ type: 'valid_from_past' })
      const data = {
        productId,
        from,
        to,
        rate: toText(rate),
        rateOn,
        sources,
        rounding,
        count: prices.length,
      }
      await this.events.record([fact(pricesConverted, { kind: 'product', id: productId }, { data })])
      return prepared
    })
  }

  private async findRate({
    from,
    to,
    rate,
  }: ConversionWish): Promise<Result<Omit<PreparedConversion, 'prices' | 'sum'>, ConversionError>> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    if (rate !== null) {
      const isRate = /^\d{1,9}(\.\d{1,12})?$/.test(rate) && !/^[0.]+$/.test(rate)
      return isRate
        ? ok({ rate: Fraction.fromDecimal(rate), rateOn: today, sources: ['fixed'] })
        : err({ type: 'rate_invalid' })
    }
    const found = await findRate(from, to, today)
    if (!found) return err({ type: 'rate_unknown' })
    const days = found.from.map(({ on }) => on).toSorted()
    return ok({
      rate: found.rate,
      rateOn: days[0] ?? today,
      sources: found.from.map(({ source, currency, perEuro }) => `${source}:${currency}:${perEuro}`),
    })
  }
}

function isAsShown({ prices, rate, sum }: PreparedConversion, expected: ExpectedConversion): boolean {
  return prices.length === expected.count && toText(rate) === expected.rate && sum === expected.sum
}

function toText({ numerator, denominator }: Fraction): string {
  return `${numerator}/${denominator}`
}
