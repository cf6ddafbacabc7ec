import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { sendProblem } from '#app/shared/http/problem'
import { wishedLanguage } from '#app/shared/http/wished_language'
import type { EntranceRefusal } from '#app/identity/domain/staff_entrance'
import { passEntrance } from '#app/identity/http/staff_gate'

/**
 * Stands in front of everything on the staff's host, files and the API among it: whoever comes from another network than staff do, or
 * not through Cloudflare Access where that is wanted, gets nothing but the word that it is so.
 */
export default class StaffGateMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    // Where no tenant was found (health checks), there is nothing of anybody's.
    if (ctx.host?.surface !== 'admin') return next()
    const { request, host } = ctx
    const isForPrograms = request.url().startsWith('/api/')
    const passed = await passEntrance(host.tenant, {
      ip: request.ip(),
      headers: request.headers(),
      isForPrograms,
    })
    if (!passed.ok) return refuse(ctx, passed.error, isForPrograms)
    ctx.assertedEmail = passed.value.assertedEmail
    return next()
  }
}

function refuse(ctx: HttpContext, refusal: EntranceRefusal, isForPrograms: boolean): void {
  const reason = refusal.type === 'access' ? refusal.reason : undefined
  ctx.logger.warn(
    { ip: ctx.request.ip(), tenant: ctx.host.tenant.slug, refusal: refusal.type, reason },
    'Refused at the entrance of staff'
  )
  const locale = wishedLanguage(ctx.request) ?? ctx.host.tenant.locale
  const text = i18nManager.locale(locale).t(`identity.entrance.refused.${refusal.type}`)
  ctx.response.header('cache-control', 'no-store')
  if (isForPrograms) return sendProblem(ctx, { status: 403, code: `entrance_${refusal.type}`, detail: text })
  ctx.response.status(403).type('text/plain; charset=utf-8').send(text)
}
