import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { renderPage } from '#app/shared/http/render_page'
import { Clock } from '#app/shared/time/clock'
import { SaveTaxProfile } from '#app/billing/actions/save_tax_profile'
import { subdivisions } from '#app/billing/domain/taxation/subdivisions'
import { registrationSchemes } from '#app/billing/domain/taxation/seller_tax'
import { taxedProductKinds, taxKinds } from '#app/billing/domain/taxation/tax_rate'
import { readProfile } from '#app/billing/http/read_tax_forms'
import { showTaxRate, showTaxSettings } from '#app/billing/http/transformers/tax_transformers'
import { saveTaxProfile } from '#app/billing/http/validators/tax_validators'
import { findTaxSettings } from '#app/billing/queries/find_tax_settings'

/** How the tenant collects taxes: its own side, its registrations, and the rates of all days. */
@inject()
export default class TaxSettingsController {
  constructor(
    private clock: Clock,
    private save: SaveTaxProfile
  ) {}

  async show(ctx: HttpContext) {
    const settings = await findTaxSettings(this.clock)
    return renderPage(ctx, 'billing/admin/taxes', {
      ...showTaxSettings(settings),
      rates: settings.rates.map(showTaxRate),
      today: settings.today,
      choices: {
        schemes: registrationSchemes,
        kinds: taxKinds,
        product_kinds: taxedProductKinds,
        subdivisions,
      },
    })
  }

  async update(ctx: HttpContext) {
    await this.save.execute(readProfile(await ctx.request.validateUsing(saveTaxProfile)))
    return goBackWith(ctx, 'success', 'billing.tax.notices.profile_saved')
  }
}
