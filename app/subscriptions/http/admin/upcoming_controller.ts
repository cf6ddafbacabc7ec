import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { showUpcoming } from '#app/subscriptions/http/transformers/upcoming_transformer'
import { FindUpcoming } from '#app/subscriptions/queries/find_upcoming'

/** The next twelve months of any customer, as the customer sees them. */
@inject()
export default class UpcomingController {
  constructor(private findUpcoming: FindUpcoming) {}

  async show(ctx: HttpContext) {
    const upcoming = await this.findUpcoming.execute(readRecordId(ctx, 'customer'))
    if (!upcoming) throw notFound(ctx)
    return renderPage(ctx, 'subscriptions/admin/upcoming', { upcoming: showUpcoming(upcoming) })
  }
}
