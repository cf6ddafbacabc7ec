import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'

/** As the description of the API says it. */
export const keyReused = {
  status: 422,
  code: 'request_key_reused',
  when: 'the request_key was used for another request.',
}

/** Nothing was done: what was asked under the key before is something else. */
export function sendKeyReused(ctx: HttpContext): void {
  const { status, code } = keyReused
  sendProblem(ctx, { status, code, detail: ctx.i18n.t('staff_notices.request_key_reused') })
}
