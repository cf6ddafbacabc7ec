import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { Caller } from '#app/shared/http/caller'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { parseInstant } from '#app/shared/time/calendar'
import { CreateApiToken, type CreateApiTokenError } from '#app/identity/actions/create_api_token'
import { RevokeApiToken } from '#app/identity/actions/revoke_api_token'
import { tokenCallers } from '#app/identity/http/token_callers'
import { showApiToken } from '#app/identity/http/transformers/identity_transformers'
import { createApiToken, listPage } from '#app/identity/http/validators/identity_validators'
import { listApiTokens } from '#app/identity/queries/list_api_tokens'

@inject()
export default class ApiTokensController {
  constructor(
    private createToken: CreateApiToken,
    private revokeToken: RevokeApiToken
  ) {}

  async index({ request, caller }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(listPage)
    const page = await listApiTokens(ownerOf(caller!), { before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showApiToken)
  }

  async store(ctx: HttpContext) {
    const { name, abilities, expires_at, networks } = await ctx.request.validateUsing(createApiToken)
    const result = await this.createToken.execute({
      ...ownerOf(ctx.caller!),
      name,
      abilities,
      makerAbilities: ctx.caller!.abilities,
      makerTokenId: ctx.caller!.tokenId,
      expiresAt: expires_at ? parseInstant(expires_at) : null,
      networks: networks ?? [],
    })
    if (!result.ok) return refuse(ctx, result.error)
    return { ...showApiToken(result.value.row), token: result.value.token }
  }

  async destroy(ctx: HttpContext) {
    const id = readId('apiToken', ctx.params.id)
    const result = id ? await this.revokeToken.execute(id, ownerOf(ctx.caller!)) : null
    if (!result?.ok) {
      return sendProblem(ctx, { status: 404, code: 'token_not_found', detail: 'You have no such token.' })
    }
    tokenCallers.forget()
    ctx.response.noContent()
  }
}

function ownerOf(caller: Caller) {
  return { userId: caller.userId, customerId: visibleCustomer(caller) }
}

function refuse(ctx: HttpContext, error: CreateApiTokenError): void {
  const refuseWith = (detail: string, field: string, message: string) =>
    sendProblem(ctx, { status: 422, code: error.type, detail, errors: [{ field, message }] })
  switch (error.type) {
    case 'ability_not_held':
      return refuseWith(
        `A token cannot be given what you do not have: "${error.ability}".`,
        'abilities',
        `You do not have "${error.ability}".`
      )
    case 'expires_in_the_past':
      return refuseWith('The token would have expired already.', 'expires_at', 'This instant has passed.')
    case 'outlives_maker':
      return refuseWith(
        'A token makes none that outlives it.',
        'expires_at',
        'The token that asks ends before.'
      )
    case 'beyond_maker_networks':
      return refuseWith(
        'A token makes none that works from elsewhere.',
        'networks',
        'The token that asks does not work from there.'
      )
    default:
      return unreachable(error)
  }
}
