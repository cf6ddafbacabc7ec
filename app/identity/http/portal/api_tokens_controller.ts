import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { type SealedSecret, seal, unseal } from '#app/shared/secrets/keyring'
import { parseInstant } from '#app/shared/time/calendar'
import { CreateApiToken, type CreateApiTokenError } from '#app/identity/actions/create_api_token'
import { RevokeApiToken } from '#app/identity/actions/revoke_api_token'
import { tokenCallers } from '#app/identity/http/token_callers'
import { showApiToken } from '#app/identity/http/transformers/identity_transformers'
import { createApiToken } from '#app/identity/http/validators/identity_validators'
import { listApiTokens } from '#app/identity/queries/list_api_tokens'

const shown = 100

/** API tokens of the person, on the customers' and on the staff's host. */
@inject()
export default class ApiTokensController {
  constructor(
    private createToken: CreateApiToken,
    private revokeToken: RevokeApiToken
  ) {}

  async index(ctx: HttpContext) {
    const page = await listApiTokens(ownerOf(ctx), { before: null, size: shown })
    ctx.response.header('cache-control', 'no-store')
    return renderPage(
      ctx,
      ctx.host.surface === 'admin' ? 'identity/admin/api_tokens' : 'identity/portal/api_tokens',
      {
        tokens: page.rows.map(showApiToken),
        abilities: [...ctx.caller!.abilities].sort(),
        new_token: takeNewToken(ctx),
      }
    )
  }

  async store(ctx: HttpContext) {
    const { name, abilities, expires_at, networks } = await ctx.request.validateUsing(createApiToken)
    const result = await this.createToken.execute({
      ...ownerOf(ctx),
      name,
      abilities,
      makerAbilities: ctx.caller!.abilities,
      makerTokenId: ctx.caller!.tokenId,
      expiresAt: expires_at ? parseInstant(expires_at) : null,
      networks: networks ?? [],
    })
    if (!result.ok) return refuse(ctx, result.error)
    passNewToken(ctx, result.value.token)
    return ctx.response.redirect().toPath('/api-tokens')
  }

  async destroy(ctx: HttpContext) {
    const id = readId('apiToken', ctx.params.id)
    if (id) await this.revokeToken.execute(id, ownerOf(ctx))
    tokenCallers.forget()
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.api_tokens.revoked') })
    return ctx.response.redirect().toPath('/api-tokens')
  }
}

export function ownerOf(ctx: HttpContext) {
  return { userId: ctx.caller!.userId, customerId: visibleCustomer(ctx.caller!) }
}

/** It crosses one redirect in the session, which lies in the database: sealed, and gone after the next page. */
export function passNewToken(ctx: HttpContext, token: string): void {
  ctx.session.flash('new_token', { ...seal(token, contextOf(ctx)) })
}

function contextOf(ctx: HttpContext): string {
  return `new_token:${ctx.caller!.userId}`
}

function takeNewToken(ctx: HttpContext): string | null {
  const sealed = ctx.session.flashMessages.get('new_token') as SealedSecret | undefined
  return sealed ? unseal(sealed, contextOf(ctx)) : null
}

function refuse(ctx: HttpContext, error: CreateApiTokenError): never {
  switch (error.type) {
    case 'ability_not_held':
      return refuseField('abilities', ctx.i18n.t('identity.api_tokens.ability_not_held'))
    // Those two are of tokens that make tokens: here a person does.
    case 'outlives_maker':
    case 'beyond_maker_networks':
    case 'expires_in_the_past':
      return refuseField('expires_at', ctx.i18n.t('identity.api_tokens.expires_in_the_past'))
    default:
      return unreachable(error)
  }
}
