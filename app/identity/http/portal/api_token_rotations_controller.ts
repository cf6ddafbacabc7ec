import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { readId } from '#app/shared/ids'
import { RotateApiToken } from '#app/identity/actions/rotate_api_token'
import { overlapHours } from '#app/identity/domain/api_token'
import { ownerOf, passNewToken } from '#app/identity/http/portal/api_tokens_controller'
import { tokenCallers } from '#app/identity/http/token_callers'
import { rotateApiToken } from '#app/identity/http/validators/identity_validators'

/** New tokens in the place of others, which work on for a day unless something else is said. */
@inject()
export default class ApiTokenRotationsController {
  constructor(private rotate: RotateApiToken) {}

  async store(ctx: HttpContext) {
    const { overlap_hours } = await ctx.request.validateUsing(rotateApiToken)
    const id = readId('apiToken', ctx.params.id)
    const rotated = id
      ? await this.rotate.execute({
          id,
          owner: ownerOf(ctx),
          makerAbilities: ctx.caller!.abilities,
          makerTokenId: null,
          overlapHours: overlap_hours ?? overlapHours,
        })
      : null
    if (rotated?.ok) passNewToken(ctx, rotated.value.token)
    else tell(ctx, 'error', `identity.api_tokens.${rotated?.error.type ?? 'token_not_found'}`)
    tokenCallers.forget()
    return ctx.response.redirect().toPath('/api-tokens')
  }
}
