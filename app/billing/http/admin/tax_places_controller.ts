import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { goBackWith } from '#app/shared/http/notice'
import { readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { Clock } from '#app/shared/time/clock'
import { ReviewTaxPlace } from '#app/billing/actions/review_tax_place'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { showDoubtedPlace } from '#app/billing/http/transformers/place_transformers'
import { listTaxPlacesQuery, reviewTaxPlace } from '#app/billing/http/validators/tax_validators'
import { listDoubtedPlaces } from '#app/billing/queries/list_doubted_places'

/** Customers whose evidence of the place disagrees, and what to do about it. */
@inject()
export default class TaxPlacesController {
  constructor(
    private clock: Clock,
    private review: ReviewTaxPlace
  ) {}

  async index(ctx: HttpContext) {
    const { cursor } = await ctx.request.validateUsing(listTaxPlacesQuery)
    const search = { before: cursor ?? null, size: pageSize(undefined), now: this.clock.now() }
    const { rows, nextCursor } = await listDoubtedPlaces(search)
    return renderPage(ctx, 'billing/admin/tax_places', {
      places: rows.map(showDoubtedPlace),
      next_cursor: nextCursor,
    })
  }

  async store(ctx: HttpContext) {
    const { note } = await ctx.request.validateUsing(reviewTaxPlace)
    const customerId = readRecordId(ctx, 'customer')
    const result = await this.review.execute({ customerId, userId: ctx.caller!.userId, note })
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.place_reviewed')
  }
}
