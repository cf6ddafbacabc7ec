import vine from '@vinejs/vine'
import { intervalUnits } from '#app/shared/time/calendar'
import { readId } from '#app/shared/ids'
import { prorationConventions } from '#app/billing/domain/proration'
import type { ReplayQuestion } from '#app/billing/domain/replay_question'

const month = () => vine.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const percent = () => vine.string().regex(/^-?\d{1,4}(\.\d{1,4})?$/)

export const replayForm = vine.create({
  from: month(),
  to: month(),
  price_percent: percent().nullable().optional(),
  plan_prices: vine
    .array(
      vine.object({
        plan_id: vine.string().maxLength(40),
        currency: vine.string().regex(/^[A-Z]{3}$/),
        interval: vine.object({ unit: vine.enum(intervalUnits), count: vine.number().withoutDecimals().range([1, 36]) }),
        /** For one interval, minor units. */
        amount: vine.string().regex(/^(0|[1-9]\d{0,14})$/),
      })
    )
    .maxLength(200)
    .optional(),
  tax_rounding: vine.enum(['line', 'rate_group'] as const).nullable().optional(),
  tax_percents: vine
    .array(
      vine.object({
        country: vine.string().regex(/^[A-Z]{2}$/),
        percent: vine.string().regex(/^\d{1,2}(\.\d{1,4})?$/),
      })
    )
    .maxLength(100)
    .optional(),
  proration: vine.enum(prorationConventions).nullable().optional(),
}) // prettier-ignore

/** Which of the invoices that differ: by the customer's name or number or the invoice's reference, or all of one customer. */
export const replayQuery = vine.create({
  q: vine.string().trim().maxLength(200).optional(),
  customer_id: vine.string().maxLength(40).optional(),
})

type ReplayOnWire = Awaited<ReturnType<typeof replayForm.validate>>

/** An id that is none names no plan: it has no price, and is refused. */
export function readReplay(form: ReplayOnWire): ReplayQuestion {
  return {
    fromMonth: form.from,
    toMonth: form.to,
    pricePercent: form.price_percent ?? null,
    planPrices: (form.plan_prices ?? []).map(({ plan_id, ...price }) => ({
      ...price,
      planId: readId('plan', plan_id) ?? '',
    })),
    taxRounding: form.tax_rounding ?? null,
    taxPercents: Object.fromEntries(
      (form.tax_percents ?? []).map(({ country, percent }) => [country, percent])
    ),
    proration: form.proration ?? null,
  }
}
