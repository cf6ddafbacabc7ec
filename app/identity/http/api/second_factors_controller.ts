import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { showFactors } from '#app/identity/http/transformers/factor_transformers'
import { findFactorOverview } from '#app/identity/queries/find_factors'

/** The person's second factors. They are set up and removed in a browser only, which can ask who is there. */
@inject()
export default class SecondFactorsController {
  constructor(private clock: Clock) {}

  async show({ caller }: HttpContext) {
    return showFactors(await findFactorOverview(caller!.userId, this.clock.now()))
  }
}
