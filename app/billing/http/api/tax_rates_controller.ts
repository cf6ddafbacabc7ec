import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { AddTaxRate } from '#app/billing/actions/add_tax_rate'
import { readRate } from '#app/billing/http/read_tax_forms'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showTaxRate } from '#app/billing/http/transformers/tax_transformers'
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
    const { country } = await request.validateUsing(listTaxRatesQuery)
    const { rates } = await findTaxSettings(this.clock)
    const wanted = rates.filter((rate) => !country || rate.country === country)
    return { data: wanted.map(showTaxRate), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const result = await this.add.execute(readRate(await ctx.request.validateUsing(addTaxRate)))
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.status(201).send(showTaxRate(result.value))
  }
}
