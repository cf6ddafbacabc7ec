import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { loadCatalogue, showPriceVersion } from '#app/catalogue/index'
import { refuseHuge } from '#app/shared/http/refuse_huge'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { isCalendarDate } from '#app/shared/time/calendar'
import {
  type ConversionError,
  ConvertPrices,
  type PreparedConversion,
} from '#app/subscriptions/actions/convert_prices'
import {
  applyConversionBody,
  previewConversionBody,
} from '#app/subscriptions/http/validators/price_conversion_validators'

/** Deriving a currency's prices from another's: shown first, then applied as shown. */
@inject()
export default class PriceConversionsController {
  constructor(private convertPrices: ConvertPrices) {}

  async preview(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(previewConversionBody)
    const wish = await readWish(ctx, body)
    if (!wish) return
    const result = await this.convertPrices.preview(wish)
    return result.ok ? show(result.value, body.to) : refuse(ctx, body.to, result.error)
  }

  async store(ctx: HttpContext) {
    const { expected, ...body } = await ctx.request.validateUsing(applyConversionBody)
    const wish = await readWish(ctx, body)
    if (!wish) return
    const result = await this.convertPrices.apply({ ...wish, expected })
    return result.ok ? show(result.value, body.to) : refuse(ctx, body.to, result.error)
  }
}

interface Wish {
  from: string
  to: string
  rate?: string | null | undefined
  rounding: 'exact' | 'ends_99' | 'step_05' | 'whole'
  valid_from?: string | undefined
}

async function readWish(ctx: HttpContext, { from, to, rate, rounding, valid_from }: Wish) {
  const productId = readId('product', ctx.params.id)
  const { products } = await loadCatalogue()
  if (!productId || !products.some(({ id }) => id === productId)) {
    const detail = ctx.i18n.t('catalogue.refused.product_not_found')
    return void sendProblem(ctx, { status: 404, code: 'product_not_found', detail })
  }
  if (valid_from && !isCalendarDate(valid_from)) return void refuse(ctx, to, { type: 'valid_from_past' })
  return { productId, from, to, rate: rate ?? null, rounding, validFrom: valid_from }
}

function show({ rate, rateOn, sources, prices, sum }: PreparedConversion, currency: string) {
  return {
    rate: `${rate.numerator}/${rate.denominator}`,
    rate_on: rateOn,
    sources,
    count: prices.length,
    sum,
    prices: prices.map(({ version, before, amount, setupAmount }) => ({
      source: showPriceVersion(version),
      before: before && toWire({ amount: before.amount, currency }),
      before_setup: before && toWire({ amount: before.setupAmount, currency }),
      amount: toWire({ amount, currency }),
      setup: toWire({ amount: setupAmount, currency }),
    })),
  }
}

const fields = {
  currency_unknown: null,
  same_currency: 'to',
  rate_invalid: 'rate',
  rate_unknown: 'rate',
  valid_from_past: 'valid_from',
} as const

function refuse(
  ctx: HttpContext,
  currency: string,
  error: ConversionError | { type: 'preview_differs'; count: number }
): void {
  if (error.type === 'amount_too_large') return refuseHuge(ctx, currency, { rate: error.amount })
  const values = error.type === 'preview_differs' ? { count: error.count } : {}
  const detail = ctx.i18n.t(`subscriptions.conversions.refused.${error.type}`, values)
  if (error.type === 'preview_differs') return sendProblem(ctx, { status: 409, code: error.type, detail })
  const field = error.type === 'currency_unknown' ? error.field : fields[error.type]
  return sendProblem(ctx, { status: 422, code: error.type, detail, field })
}
