import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { RotateApiToken, type RotateApiTokenError } from '#app/identity/actions/rotate_api_token'
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
          makerTokenId: caller.tokenId,
          overlapHours: overlap_hours ?? overlapHours,
        })
      : null
    if (rotated?.ok) {
      tokenCallers.forget()
      return { ...showApiToken(rotated.value.row), token: rotated.value.token }
    }
    return refuseRotation(ctx, rotated?.error ?? { type: 'token_not_found' })
  }
}

function refuseRotation(ctx: HttpContext, error: RotateApiTokenError): void {
  const refuse = (status: number, detail: string) => sendProblem(ctx, { status, code: error.type, detail })
  switch (error.type) {
    case 'token_not_found':
      return refuse(404, 'You have no such token that works.')
    case 'ability_not_held':
      return refuse(403, `This token may do what you may not: "${error.ability}".`)
    case 'outlives_maker':
      return refuse(403, 'This token would outlive the one that asks.')
    case 'beyond_maker_networks':
      return refuse(403, 'This token works from more networks than the one that asks.')
    default:
      return unreachable(error)
  }
}
