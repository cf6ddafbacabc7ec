import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { RotateApiToken } from '#app/identity/actions/rotate_api_token'
import { overlapHours } from '#app/identity/domain/api_token'
import { tokenCallers } from '#app/identity/http/token_callers'
import { showApiToken } from '#app/identity/http/transformers/identity_transformers'
import { rotateApiToken } from '#app/identity/http/validators/identity_validators'

/** New tokens in the place of others, which work on for a while. */
@inject()
export default class ApiTokenRotationsController {
  constructor(private rotate: RotateApiToken) {}

  async store(ctx: HttpContext) {
    const { overlap_hours } = await ctx.request.validateUsing(rotateApiToken)
    const id = readId('apiToken', ctx.params.id)
    const caller = ctx.caller!
    const rotated = id
      ? await this.rotate.execute({
          id,
          owner: { userId: caller.userId, customerId: visibleCustomer(caller) },
          makerAbilities: caller.abilities,
          overlapHours: overlap_hours ?? overlapHours,
        })
      : null
    if (rotated?.ok) {
      tokenCallers.forget()
      return { ...showApiToken(rotated.value.row), token: rotated.value.token }
    }
    if (rotated?.error.type === 'ability_not_held') {
      const detail = `This token may do what you may not: "${rotated.error.ability}".`
      return sendProblem(ctx, { status: 403, code: 'ability_not_held', detail })
    }
    return sendProblem(ctx, {
      status: 404,
      code: 'token_not_found',
      detail: 'You have no such token that works.',
    })
  }
}
