import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { showUpcoming } from '#app/subscriptions/http/transformers/upcoming_transformer'
import { FindUpcoming } from '#app/subscriptions/queries/find_upcoming'

/** What comes next: for oneself, or (staff) for any customer. */
@inject()
export default class UpcomingController {
  constructor(private findUpcoming: FindUpcoming) {}

  async show(ctx: HttpContext) {
    const customerId = visibleCustomer(ctx.caller!) ?? readId('customer', ctx.params.id)
    const upcoming = customerId ? await this.findUpcoming.execute(customerId) : null
    if (upcoming) return showUpcoming(upcoming)
    return sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
  }
}
