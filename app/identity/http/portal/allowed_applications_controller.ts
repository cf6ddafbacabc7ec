import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { GiveOauthConsent } from '#app/identity/actions/give_oauth_consent'
import { showAllowedApplication } from '#app/identity/http/transformers/oauth_transformers'
import { listOauthConsents } from '#app/identity/queries/list_oauth_clients'

/** Applications that the person let know who they are. */
@inject()
export default class AllowedApplicationsController {
  constructor(private consent: GiveOauthConsent) {}

  async index(ctx: HttpContext) {
    const rows = await listOauthConsents(ctx.caller!.userId)
    return renderPage(ctx, 'identity/portal/applications', { applications: rows.map(showAllowedApplication) })
  }

  async destroy(ctx: HttpContext) {
    const clientId = readId('oauthClient', ctx.params.id)
    const taken = clientId ? await this.consent.takeBack({ userId: ctx.caller!.userId, clientId }) : null
    if (taken?.ok) tell(ctx, 'success', 'identity.oauth.taken_back')
    else tell(ctx, 'error', 'identity.oauth.not_found')
    return ctx.response.redirect().toPath('/applications')
  }
}
