import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { showUpcoming } from '#app/subscriptions/http/transformers/upcoming_transformer'
import { FindUpcoming } from '#app/subscriptions/queries/find_upcoming'

/** What a customer will be asked for in the next twelve months. */
@inject()
export default class UpcomingController {
  constructor(private findUpcoming: FindUpcoming) {}

  async show(ctx: HttpContext) {
    const upcoming = await this.findUpcoming.execute(ownCustomer(ctx))
    if (!upcoming) return nothingHere(ctx)
    return renderPage(ctx, 'subscriptions/portal/upcoming', { upcoming: showUpcoming(upcoming) })
  }
}
