import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { Exception } from '@adonisjs/core/exceptions'
import { mayInName } from '#app/identity/domain/impersonation'

/**
 * Secrets, money and the team are the customer's own: whoever acts in their name cannot reach them. Stands behind what makes pages, so that
 * the refusal is one, with the banner that leads back.
 */
export default class InNameMiddleware {
  handle({ impersonation, request, route, i18n }: HttpContext, next: NextFn) {
    if (!impersonation || mayInName({ method: request.method(), pattern: route?.pattern ?? '' }))
      return next()
    throw new Exception(i18n.t('identity.impersonation.withheld'), { status: 403, code: 'E_NOT_IN_NAME' })
  }
}
