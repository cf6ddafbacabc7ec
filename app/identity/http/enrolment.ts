import type { HttpContext } from '@adonisjs/core/http'
import { type SealedSecret, seal, unseal } from '#app/shared/secrets/keyring'
import { enter } from '#app/identity/http/entrance'
import type { Enrolling } from '#app/identity/http/pending_sign_in'

interface Enrolled {
  factor: 'one_time_code' | 'passkey'
  recoveryCodes: string[] | null
}

/** After a factor was taken into use: staff who had to are in now; recovery codes are shown, where there are new ones. */
export async function finishEnrolment(
  ctx: HttpContext,
  { user, pending }: Enrolling,
  { factor, recoveryCodes }: Enrolled
): Promise<void> {
  if (pending) await enter(ctx, user, { factor, provider: pending.provider })
  if (!recoveryCodes) {
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('identity.factors.added') })
    return ctx.response.redirect().toPath(pending?.returnTo ?? '/security')
  }
  showRecoveryCodes(ctx, {
    userId: user.id,
    codes: recoveryCodes,
    returnTo: pending?.returnTo ?? '/security',
  })
}

/** Codes cross one redirect in the session, which lies in the database: sealed, and gone after the next page. */
export function showRecoveryCodes(
  ctx: HttpContext,
  { userId, codes, returnTo }: { userId: string; codes: string[]; returnTo: string }
): void {
  ctx.session.flash('recovery_codes', { ...seal(JSON.stringify({ codes, returnTo }), contextOf(userId)) })
  ctx.response.redirect().status(303).toPath('/recovery-codes')
}

export function takeRecoveryCodes(ctx: HttpContext): { codes: string[]; returnTo: string } | null {
  const sealed = ctx.session.flashMessages.get('recovery_codes') as SealedSecret | undefined
  return sealed ? JSON.parse(unseal(sealed, contextOf(ctx.caller!.userId))) : null
}

function contextOf(userId: string): string {
  return `recovery_codes:${userId}`
}
