import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toPage } from '#app/shared/http/keyset'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { Clock } from '#app/shared/time/clock'
import { AddTaxRate } from '#app/billing/actions/add_tax_rate'
import { readRate } from '#app/billing/http/read_tax_forms'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showAddedTaxRate, showTaxRate } from '#app/billing/http/transformers/tax_transformers'
import { addTaxRate, listTaxRatesQuery } from '#app/billing/http/validators/tax_validators'
import { findTaxSettings } from '#app/billing/queries/find_tax_settings'

/** Rates of all days, and adding one. */
@inject()
export default class TaxRatesController {
  constructor(
    private clock: Clock,
    private add: AddTaxRate
  ) {}

  async index({ request }: HttpContext) {
    const { country, cursor, limit } = await request.validateUsing(listTaxRatesQuery)
    const { rates } = await findTaxSettings(this.clock)
    const wanted = rates.filter((rate) => !country || rate.country === country)
    // A few hundred rows at most, in an order of their own: a page begins after the row that the one before ended with.
    const start = cursor ? wanted.findIndex(({ id }) => id === cursor) + 1 : 0
    const size = pageSize(limit)
    return toListAnswer(toPage(wanted.slice(start, start + size + 1), size), showTaxRate)
  }

  async store(ctx: HttpContext) {
    const result = await this.add.execute(readRate(await ctx.request.validateUsing(addTaxRate)))
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.status(201).send(showAddedTaxRate(result.value))
  }
}
