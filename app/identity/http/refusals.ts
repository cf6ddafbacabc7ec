import type { HttpContext } from '@adonisjs/core/http'
import { unreachable } from '#app/shared/result'
import type { ProveByCodeError } from '#app/identity/actions/prove_by_code'

/** Why a code was refused, in words for the field. How long to wait is said: whoever knows the password may know it. */
export function refuseCode(ctx: HttpContext, error: ProveByCodeError | { type: 'nothing_offered' }): string {
  switch (error.type) {
    case 'code_refused':
      return ctx.i18n.t('identity.second_factor.code_refused')
    case 'too_many_guesses':
      return ctx.i18n.t('identity.too_many_tries')
    case 'nothing_offered':
      return ctx.i18n.t('identity.second_factor.nothing_offered')
    default:
      return unreachable(error)
  }
}
