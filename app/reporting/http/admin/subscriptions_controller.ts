import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { subscriptionToWire } from '#app/reporting/http/transformers/records'
import { listSubscriptions } from '#app/reporting/queries/list_subscriptions'

/** Agreements that repeat. A subscription is looked at on the page of the service that it pays for. */
export default class SubscriptionsController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listSubscriptions(readListQuestion(ctx, 'subscription'))
    return renderPage(ctx, 'reporting/admin/subscriptions', {
      subscriptions: rows.map(subscriptionToWire),
      next_cursor: nextCursor ? showId('subscription', nextCursor) : null,
    })
  }

  async show(ctx: HttpContext) {
    const subscription = (await listSubscriptions({ id: readRecordId(ctx, 'subscription'), size: 1 })).rows[0]
    if (!subscription) throw notFound(ctx)
    return subscription.service_id
      ? ctx.response.redirect(`/services/${showId('service', subscription.service_id)}`)
      : ctx.response.redirect(`/subscriptions?q=${showId('subscription', subscription.id)}`)
  }
}
