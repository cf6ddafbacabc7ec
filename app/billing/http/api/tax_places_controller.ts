import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { ReviewTaxPlace } from '#app/billing/actions/review_tax_place'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showDoubtedPlace } from '#app/billing/http/transformers/place_transformers'
import { listTaxPlacesQuery, reviewTaxPlace } from '#app/billing/http/validators/tax_validators'
import { listDoubtedPlaces } from '#app/billing/queries/list_doubted_places'

/** Customers whose evidence of the place disagrees, by staff. */
@inject()
export default class TaxPlacesController {
  constructor(
    private clock: Clock,
    private review: ReviewTaxPlace
  ) {}

  async index({ request }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(listTaxPlacesQuery)
    const search = { before: cursor ?? null, size: pageSize(limit), now: this.clock.now() }
    const { rows, nextCursor } = await listDoubtedPlaces(search)
    return { data: rows.map(showDoubtedPlace), next_cursor: nextCursor }
  }

  async store(ctx: HttpContext) {
    const { note } = await ctx.request.validateUsing(reviewTaxPlace)
    const customerId = readId('customer', ctx.params.id)
    if (!customerId) return sendTaxRefusal(ctx, { type: 'customer_not_found' })
    const result = await this.review.execute({ customerId, userId: ctx.caller!.userId, note })
    if (!result.ok) return sendTaxRefusal(ctx, result.error)
    return ctx.response.noContent()
  }
}
