import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { GiveOauthConsent } from '#app/identity/actions/give_oauth_consent'
import { showAllowedApplication } from '#app/identity/http/transformers/oauth_transformers'
import { listOauthConsents } from '#app/identity/queries/list_oauth_clients'

/** Applications that the person let know who they are. */
@inject()
export default class AllowedApplicationsController {
  constructor(private consent: GiveOauthConsent) {}

  async index({ caller }: HttpContext) {
    const rows = await listOauthConsents(caller!.userId)
    return toListAnswer({ rows, nextCursor: null }, showAllowedApplication)
  }

  async destroy(ctx: HttpContext) {
    const clientId = readId('oauthClient', ctx.params.id)
    const taken = clientId ? await this.consent.takeBack({ userId: ctx.caller!.userId, clientId }) : null
    if (!taken?.ok)
      sendProblem(ctx, {
        status: 404,
        code: 'application_not_found',
        detail: 'There is no such application.',
      })
  }
}
