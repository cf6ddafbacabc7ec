import type { HttpContext } from '@adonisjs/core/http'
import { type Result, unreachable } from '#app/shared/result'
import { wantedFactor } from '#app/identity/http/wanted_factor'
import type { RemoveFactorError } from '#app/identity/actions/remove_factor'

/** Staff who must have one keep it on the customers' host as well: what they take away there would be missing on theirs. */
export function isFactorRequired(ctx: HttpContext): boolean {
  if (ctx.sessionRights?.staff && ctx.host.tenant.staffSecondFactor === 'required') return true
  return wantedFactor(ctx)?.isDue ?? false
}

/** Back to the page of factors, with what became of the removal. */
export function sendRemoval(ctx: HttpContext, result: Result<void, RemoveFactorError>): void {
  const key = result.ok ? 'removed' : sayWhy(result.error)
  ctx.session.flash('notice', {
    tone: result.ok ? 'success' : 'error',
    text: ctx.i18n.t(`identity.factors.${key}`),
  })
  ctx.response.redirect().toPath('/security')
}

function sayWhy(error: RemoveFactorError): string {
  switch (error.type) {
    case 'factor_not_found':
      return 'not_found'
    case 'last_factor':
      return 'last_factor'
    default:
      return unreachable(error)
  }
}
