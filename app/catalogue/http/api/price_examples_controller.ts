import type { HttpContext } from '@adonisjs/core/http'
import { findVersionFaults } from '#app/catalogue/domain/price_version'
import { chargeTiers } from '#app/catalogue/domain/tiers'
import { refuseVersion } from '#app/catalogue/http/api/catalogue_answers'
import { priceExampleBody } from '#app/catalogue/http/price_validators'
import { readScale } from '#app/catalogue/http/price_wire'
import { Fraction } from '#app/shared/money/fraction'

/** What some quantities would cost under a price that is being written: by the rule that invoices them. Nothing is kept. */
export default class PriceExamplesController {
  async store(ctx: HttpContext) {
    const { quantities, ...scale } = await ctx.request.validateUsing(priceExampleBody)
    const price = readScale(scale)
    const faults = findVersionFaults({ validFrom: '2000-01-01', tiers: price }, '2000-01-01')
    if (faults.length > 0) return refuseVersion(ctx, faults, { isWithinBody: true })
    const examples = quantities.map((quantity) => {
      const { numerator, denominator } = chargeTiers(price, BigInt(quantity))
      const exact = new Fraction(numerator, denominator)
      return {
        quantity,
        amount: exact.roundHalfAwayFromZero().toString(),
        exact: `${exact.numerator}/${exact.denominator}`,
      }
    })
    return { examples }
  }
}
