import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ImportStandardRates } from '#app/billing/actions/import_standard_rates'

/** Adds the rates that come with the platform. */
@inject()
export default class StandardTaxRatesController {
  constructor(private importRates: ImportStandardRates) {}

  async store(ctx: HttpContext) {
    return ctx.response.status(201).send({ added: await this.importRates.execute() })
  }
}
