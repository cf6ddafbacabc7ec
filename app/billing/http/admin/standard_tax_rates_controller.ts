import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { ImportStandardRates } from '#app/billing/actions/import_standard_rates'

@inject()
export default class StandardTaxRatesController {
  constructor(private importRates: ImportStandardRates) {}

  async store(ctx: HttpContext) {
    const added = await this.importRates.execute()
    return goBackWith(ctx, 'success', 'billing.tax.notices.rates_imported', { count: String(added) })
  }
}
