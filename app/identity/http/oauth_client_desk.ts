import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { ManageOauthClients, type OauthClientWish } from '#app/identity/actions/manage_oauth_clients'
import { RotateOauthKeys } from '#app/identity/actions/rotate_oauth_keys'
import { findOauthKeys } from '#app/identity/queries/find_oauth_keys'
import { Clock } from '#app/shared/time/clock'
import { forgetProvider } from '#app/identity/http/oauth/provider'
import { changedOauthClient, newOauthClient } from '#app/identity/http/validators/oauth_validators'

interface Form {
  name: string
  redirect_uris: string[]
  post_logout_redirect_uris?: string[]
  backchannel_logout_uri?: string | null
  scopes?: string[]
  is_trusted?: boolean
}

/** What staff do to applications, from a page or over the API. */
@inject()
export class OauthClientDesk {
  constructor(
    private manage: ManageOauthClients,
    private rotate: RotateOauthKeys,
    private clock: Clock
  ) {}

  async register(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(newOauthClient)
    const by = ctx.caller!.userId
    const registered = await this.manage.register(toWish(form), { isSecret: form.has_secret ?? true, by })
    // The first application brings the first key.
    if ((await findOauthKeys(this.clock.wall())).keys.length === 0)
      await this.rotate.execute({ isAsked: true })
    forgetProvider()
    return registered
  }

  async change(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(changedOauthClient)
    const id = readId('oauthClient', ctx.params.id)
    return id ? this.manage.change(id, toWish(form)) : null
  }

  async renewSecret({ params }: HttpContext) {
    const id = readId('oauthClient', params.id)
    return id ? this.manage.renewSecret(id) : null
  }

  async remove({ params }: HttpContext) {
    const id = readId('oauthClient', params.id)
    return id ? this.manage.remove(id) : null
  }
}

function toWish(form: Form): OauthClientWish {
  return {
    name: form.name,
    redirectUris: form.redirect_uris,
    postLogoutRedirectUris: form.post_logout_redirect_uris ?? [],
    backchannelLogoutUri: form.backchannel_logout_uri ?? null,
    scopes: form.scopes ?? ['profile', 'email'],
    isTrusted: form.is_trusted ?? false,
  }
}
