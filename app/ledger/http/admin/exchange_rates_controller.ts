import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { isAllowed } from '#app/shared/http/caller'
import { goBackWith } from '#app/shared/http/notice'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { dateIn, isCalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { EnterExchangeRate } from '#app/ledger/actions/enter_exchange_rate'
import { exchangeRateToWire, rateFeedToWire } from '#app/ledger/http/transformers'
import { enterRateBody } from '#app/ledger/http/validators'
import { findRateFeedState, listExchangeRates } from '#app/ledger/queries/list_exchange_rates'

/** Rates of each day as they are kept, how it goes with their feed, and entering one of our own. */
@inject()
export default class ExchangeRatesController {
  constructor(
    private clock: Clock,
    private enterRate: EnterExchangeRate
  ) {}

  async index(ctx: HttpContext) {
    const { before, currency } = ctx.request.qs() as Record<string, unknown>
    const { rates, nextBefore } = await listExchangeRates({
      before: typeof before === 'string' && isCalendarDate(before) ? before : null,
      currency: typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? currency : null,
    })
    return renderPage(ctx, 'reporting/admin/exchange_rates', {
      rates: rates.map(exchangeRateToWire),
      next_before: nextBefore,
      feed: rateFeedToWire(await findRateFeedState(this.clock)),
      reporting_currency: currentTenant().reportingCurrency,
      today: await inReadTransaction(async () => dateIn(currentTenant().timeZone, this.clock.now())),
      may_write: isAllowed(ctx.caller!, 'staff:billing:write'),
    })
  }

  async store(ctx: HttpContext) {
    const { per_euro: perEuro, ...input } = await ctx.request.validateUsing(enterRateBody)
    const result = await this.enterRate.execute({ ...input, perEuro })
    if (result.ok) return goBackWith(ctx, 'success', 'reports.rates.entered')
    const { type } = result.error
    switch (type) {
      case 'currency_unknown':
      case 'currency_is_pivot':
        return refuseField('currency', ctx.i18n.t(`reports.rates.refused.${type}`))
      case 'day_impossible':
      case 'day_in_future':
      case 'kept_already':
        return refuseField('on', ctx.i18n.t(`reports.rates.refused.${type}`))
      case 'rate_impossible':
        return refuseField('per_euro', ctx.i18n.t(`reports.rates.refused.${type}`))
      default:
        return unreachable(type)
    }
  }
}
