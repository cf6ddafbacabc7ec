import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import env from '#start/env'
import { FinishSignIn } from '#app/identity/actions/finish_sign_in'
import { originsOf } from '#app/identity/domain/passkey'
import type { ProviderSession } from '#app/identity/domain/provider_sign_in'
import { type SignInFactor, stepAfterPassword } from '#app/identity/domain/sign_in_step'
import { markBrowser } from '#app/identity/http/browser_mark'
import { beginPending } from '#app/identity/http/pending_sign_in'
import { beginSession, type Entering, kindOfHost } from '#app/identity/http/session_identity'
import { findFactors } from '#app/identity/queries/find_factors'
import { isVouchedFor } from '#app/identity/domain/staff_entrance'
import type { User } from '#app/identity/records/users'

/** Lets a person in who has proved who they are: written down, in a session of its own, in a browser that is known from now on. */
export async function enter(
  ctx: HttpContext,
  user: Entering & { email: string },
  {
    factor,
    isToBeTrusted = false,
    provider,
  }: { factor: SignInFactor; isToBeTrusted?: boolean; provider?: ProviderSession }
): Promise<void> {
  if (!isVouchedFor(ctx.assertedEmail, user.email)) {
    throw new Exception(ctx.i18n.t('identity.entrance.someone_else', { email: ctx.assertedEmail ?? '' }), {
      status: 403,
      code: 'E_SOMEONE_ELSE',
    })
  }
  const finish = await ctx.containerResolver.make(FinishSignIn)
  await finish.execute({
    user: { id: user.id, email: user.email },
    factor,
    browserMark: markBrowser(ctx),
    isToBeTrusted,
    ip: ctx.request.ip(),
    userAgent: ctx.request.header('user-agent') ?? null,
  })
  beginSession(ctx, user, factor)
  if (provider) ctx.session.put('provider_session', provider)
}

/** Lets somebody in who has just begun to work here, or has them set up a second factor first where that is a must. */
export async function enterOrEnrol(ctx: HttpContext, user: User, returnTo: string): Promise<void> {
  const { staffSecondFactor } = ctx.host.tenant
  const factors = await findFactors(user.id, relyingParty(ctx).rpId)
  const step = stepAfterPassword({
    kind: kindOfHost(ctx),
    factors,
    isTrustedBrowser: false,
    staffSecondFactor,
  })
  if (step === 'enter') {
    await enter(ctx, user, { factor: 'password' })
    return ctx.response.redirect().toPath(returnTo)
  }
  beginPending(ctx, user, { step, returnTo })
  ctx.response.redirect().toPath('/sign-in/second-factor')
}

/** The host name, under which this browser keeps passkeys, and what it may say as its origin. */
export function relyingParty(ctx: HttpContext): { rpId: string; origins: string[] } {
  const origins = originsOf(ctx.request.host() ?? '', env.get('NODE_ENV') === 'production')
  return { rpId: ctx.request.hostname() ?? '', origins }
}
