import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { type SealedSecret, seal, unseal } from '#app/shared/secrets/keyring'
import { findSurfaceUrls } from '#app/tenancy/index'
import { oauthScopes } from '#app/identity/domain/oauth'
import { OauthClientDesk } from '#app/identity/http/oauth_client_desk'
import { showOauthClient } from '#app/identity/http/transformers/oauth_transformers'
import { listOauthClients } from '#app/identity/queries/list_oauth_clients'

/** Applications that people sign in to with their account here. */
@inject()
export default class OauthClientsController {
  constructor(private desk: OauthClientDesk) {}

  async index(ctx: HttpContext) {
    const clients = await listOauthClients()
    ctx.response.header('cache-control', 'no-store')
    return renderPage(ctx, 'identity/admin/applications', {
      applications: clients.map(showOauthClient),
      scopes: oauthScopes,
      issuer: (await findSurfaceUrls()).account,
      new_secret: takeSecret(ctx),
    })
  }

  async store(ctx: HttpContext) {
    const { client, secret } = await this.desk.register(ctx)
    if (secret) keepSecret(ctx, { id: showId('oauthClient', client.id), secret })
    tell(ctx, 'success', 'identity.oauth.registered', { name: client.name })
    return ctx.response.redirect().toPath('/applications')
  }

  async update(ctx: HttpContext) {
    const changed = await this.desk.change(ctx)
    if (changed?.ok) tell(ctx, 'success', 'identity.oauth.changed', { name: changed.value.name })
    else tell(ctx, 'error', 'identity.oauth.not_found')
    return ctx.response.redirect().toPath('/applications')
  }

  async renew(ctx: HttpContext) {
    const renewed = await this.desk.renewSecret(ctx)
    if (renewed?.ok) {
      const { client, secret } = renewed.value
      keepSecret(ctx, { id: showId('oauthClient', client.id), secret })
      tell(ctx, 'success', 'identity.oauth.renewed', { name: client.name })
    } else tell(ctx, 'error', 'identity.oauth.not_found')
    return ctx.response.redirect().toPath('/applications')
  }

  async destroy(ctx: HttpContext) {
    const removed = await this.desk.remove(ctx)
    if (removed?.ok) tell(ctx, 'success', 'identity.oauth.removed')
    else tell(ctx, 'error', 'identity.oauth.not_found')
    return ctx.response.redirect().toPath('/applications')
  }
}

const contextOf = ({ caller }: HttpContext) => `new_oauth_secret:${caller!.userId}`

/** It crosses one redirect in the session, which lies in the database: sealed, and gone after the next page. */
function keepSecret(ctx: HttpContext, secret: { id: string; secret: string }): void {
  ctx.session.flash('new_oauth_secret', { ...seal(JSON.stringify(secret), contextOf(ctx)) })
}

function takeSecret(ctx: HttpContext): { id: string; secret: string } | null {
  const sealed = ctx.session.flashMessages.get('new_oauth_secret') as SealedSecret | null
  return sealed ? (JSON.parse(unseal(sealed, contextOf(ctx))) as { id: string; secret: string }) : null
}
