import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { ChangeCurrencies, type ChangeCurrenciesError } from '#app/billing/actions/change_currencies'
import { showCurrencies } from '#app/billing/http/transformers/currency_transformers'
import { changeCurrenciesForm } from '#app/billing/http/validators/currency_validators'
import { findCurrencies } from '#app/billing/queries/find_currencies'

/** In which currencies the tenant sells and keeps its books, by staff. */
@inject()
export default class CurrenciesController {
  constructor(
    private clock: Clock,
    private change: ChangeCurrencies
  ) {}

  async show() {
    return showCurrencies(await findCurrencies(this.clock))
  }

  async update(ctx: HttpContext) {
    const { version, reporting_currency, currencies } = await ctx.request.validateUsing(changeCurrenciesForm)
    const changed = await this.change.execute({
      version,
      currencies: currencies.map(({ code }) => code),
      priceRounding: Object.fromEntries(currencies.map(({ code, price_rounding: to }) => [code, to])),
      reportingCurrency: reporting_currency,
    })
    return changed.ok ? ctx.response.noContent() : refuse(ctx, changed.error)
  }
}

function refuse(ctx: HttpContext, error: ChangeCurrenciesError): void {
  const { type } = error
  switch (type) {
    case 'settings_changed_meanwhile':
      return sendProblem(ctx, { status: 409, code: type, detail: ctx.i18n.t('policies.changed_meanwhile') })
    case 'currencies_refused':
      return sendProblem(ctx, {
        status: 422,
        code: type,
        detail: ctx.i18n.t('policies.currencies.refused'),
        errors: error.problems.map((problem) => ({
          field: problem.field,
          message: ctx.i18n.t(`policies.currencies.problems.${problem.type}`, {
            currency: problem.currency,
            count: 'count' in problem ? problem.count : 0,
          }),
        })),
      })
    default:
      return unreachable(type)
  }
}
