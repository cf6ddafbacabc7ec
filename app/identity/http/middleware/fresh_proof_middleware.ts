import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { type Ability, isAllowed } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { localPath } from '#app/shared/http/refuse_field'
import { findEnrolling } from '#app/identity/http/pending_sign_in'
import { isFreshlyProven } from '#app/identity/http/session_identity'

/**
 * Before what moves money, ownership or secrets, a person proves once more who they are, unless they just did: whoever finds a browser
 * open must not change who owns what. `orEnrolling`: also for staff who set up their first factor while they sign in. `whenStored`: only where a stored
 * method or the balance is paid with. `whenPaidBy`: only where something is paid at once by whoever has that right; others only ask for it.
 */
export default class FreshProofMiddleware {
  async handle(
    ctx: HttpContext,
    next: NextFn,
    options: { orEnrolling?: boolean; whenStored?: boolean; whenPaidBy?: Ability } = {}
  ) {
    const enrolling = options.orEnrolling ? await findEnrolling(ctx) : null
    if (enrolling) ctx.enrolling = enrolling
    if (ctx.caller && isFreshlyProven(ctx)) return next()
    if (options.whenStored && !paysWithStored(ctx)) return next()
    if (options.whenPaidBy && !paysAtOnce(ctx, options.whenPaidBy)) return next()
    if (!ctx.caller && enrolling) return next()
    const path = ctx.caller ? `/confirm?return_to=${encodeURIComponent(pageOf(ctx))}` : '/sign-in'
    if (isForScript(ctx)) {
      return sendProblem(ctx, {
        status: 403,
        code: 'proof_needed',
        detail: ctx.i18n.t('identity.confirm.text'),
      })
    }
    return ctx.response.redirect().status(303).toPath(path)
  }
}

function paysWithStored({ request }: HttpContext): boolean {
  return Boolean(request.input('payment_method_id')) || Boolean(request.input('uses_balance'))
}

/** The amount that is agreed to is in the form: whoever sends another one is refused, and pays nothing. */
function paysAtOnce({ caller, request }: HttpContext, ability: Ability): boolean {
  const total = String(request.input('expected_total') ?? '')
  return caller !== undefined && isAllowed(caller, ability) && /^\d*[1-9]\d*$/.test(total)
}

/** The page to come back to: the one asked for, or the one whose form was sent. */
function pageOf({ request }: HttpContext): string {
  if (request.method() === 'GET') return request.url(true)
  const referer = request.header('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return localPath(pathname + search)
}

function isForScript({ request }: HttpContext): boolean {
  return (request.header('accept') ?? '').startsWith('application/json') && !request.header('x-inertia')
}
