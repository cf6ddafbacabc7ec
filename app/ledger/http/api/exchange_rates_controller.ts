import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { EnterExchangeRate, type EnterExchangeRateError } from '#app/ledger/actions/enter_exchange_rate'
import { exchangeRateToWire, rateFeedToWire } from '#app/ledger/http/transformers'
import { enterRateBody, listRatesQuery } from '#app/ledger/http/validators'
import { findRateFeedState, listExchangeRates } from '#app/ledger/queries/list_exchange_rates'

/** Rates of each day as they are kept, and entering one of our own. */
@inject()
export default class ExchangeRatesController {
  constructor(
    private clock: Clock,
    private enterRate: EnterExchangeRate
  ) {}

  async index(ctx: HttpContext) {
    const { before = null, currency = null } = await ctx.request.validateUsing(listRatesQuery)
    const { rates, nextBefore } = await listExchangeRates({ before, currency })
    const feed = await findRateFeedState(this.clock)
    return { rates: rates.map(exchangeRateToWire), next_before: nextBefore, feed: rateFeedToWire(feed) }
  }

  async store(ctx: HttpContext) {
    const { per_euro: perEuro, ...input } = await ctx.request.validateUsing(enterRateBody)
    const result = await this.enterRate.execute({ ...input, perEuro })
    if (result.ok) return ctx.response.status(201).send(exchangeRateToWire(result.value))
    refuse(ctx, result.error)
  }
}

function refuse(ctx: HttpContext, { type }: EnterExchangeRateError): void {
  switch (type) {
    case 'currency_unknown':
      return complain(ctx, type, { field: 'currency', detail: 'This is no currency of ISO 4217.' })
    case 'currency_is_pivot':
      return complain(ctx, type, {
        field: 'currency',
        detail: 'Rates are units for one euro; the euro has none.',
      })
    case 'day_impossible':
      return complain(ctx, type, { field: 'on', detail: 'There is no such day.' })
    case 'day_in_future':
      return complain(ctx, type, { field: 'on', detail: 'The rate of a day that has not come is not known.' })
    case 'rate_impossible':
      return complain(ctx, type, {
        field: 'per_euro',
        detail: 'A rate is a positive decimal with up to twelve places, such as 1.0850.',
      })
    case 'kept_already':
      return sendProblem(ctx, {
        status: 409,
        code: type,
        detail: 'This day has a rate of its own already; it stays.',
      })
    default:
      return unreachable(type)
  }
}

function complain(
  ctx: HttpContext,
  code: string,
  { field, detail }: { field: string; detail: string }
): void {
  sendProblem(ctx, { status: 422, code, detail, field })
}
