import type { HttpContext } from '@adonisjs/core/http'
import type { HourlyOnWire, ScaleOnWire } from '#app/catalogue/http/price_wire'
import { refuseHuge } from '#app/shared/http/refuse_huge'
import { Fraction } from '#app/shared/money/fraction'

interface PriceOnWire {
  currency: string
  amount?: string | undefined
  setup_amount?: string | undefined
  hourly?: HourlyOnWire | null | undefined
  tiered?: ScaleOnWire | null | undefined
}

/** Refuses, beside its field, each part of a price that nobody can mean. */
export function refuseHugePrice(ctx: HttpContext, { currency, hourly, tiered, ...price }: PriceOnWire): void {
  refuseHuge(ctx, currency, {
    amount: read(price.amount),
    setup_amount: read(price.setup_amount),
    'hourly.hour_amount': read(hourly?.hour_amount),
    'hourly.month_at_most': read(hourly?.month_at_most),
    'tiered.minimum_amount': read(tiered?.minimum_amount),
    ...Object.fromEntries((tiered?.tiers ?? []).flatMap(readTier)),
  })
}

function readTier(tier: ScaleOnWire['tiers'][number], index: number): [string, bigint | null][] {
  const place = `tiered.tiers.${index}`
  return [
    [`${place}.unit_amount`, read(tier.unit_amount)],
    [`${place}.flat_amount`, read(tier.flat_amount)],
  ]
}

function read(text: string | null | undefined): bigint | null {
  return text == null ? null : Fraction.fromDecimal(text).roundHalfAwayFromZero()
}
