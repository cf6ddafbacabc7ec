import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { RetryReaction } from '#app/reporting/actions/retry_reaction'
import { goBackWith } from '#app/shared/http/notice'

/** Lets a reaction that gave up begin again. */
export default class ReactionRetriesController {
  async store(ctx: HttpContext) {
    const eventId = readId('event', ctx.params.id)
    const reaction = String(ctx.request.input('reaction') ?? '').slice(0, 200)
    const result = eventId ? await new RetryReaction().execute(eventId, reaction) : null
    return result?.ok
      ? goBackWith(ctx, 'success', 'staff_notices.reaction_retried')
      : goBackWith(ctx, 'error', 'staff_notices.reaction_not_found')
  }
}
