import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { SaveTaxProfile } from '#app/billing/actions/save_tax_profile'
import { readProfile } from '#app/billing/http/read_tax_forms'
import { showTaxSettings } from '#app/billing/http/transformers/tax_transformers'
import { saveTaxProfile } from '#app/billing/http/validators/tax_validators'
import { findTaxSettings } from '#app/billing/queries/find_tax_settings'

/** The seller's own side of taxes. */
@inject()
export default class TaxProfilesController {
  constructor(
    private clock: Clock,
    private save: SaveTaxProfile
  ) {}

  async show() {
    return showTaxSettings(await findTaxSettings(this.clock))
  }

  async update({ request }: HttpContext) {
    await this.save.execute(readProfile(await request.validateUsing(saveTaxProfile)))
    return showTaxSettings(await findTaxSettings(this.clock))
  }
}
