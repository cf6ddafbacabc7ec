import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { markOfPassword } from '#app/identity/domain/password_mark'
import { hasSecondFactor, pendingMinutes } from '#app/identity/domain/sign_in_step'
import type { ProviderSession } from '#app/identity/domain/provider_sign_in'
import { kindOfHost } from '#app/identity/http/session_identity'
import { findFactors } from '#app/identity/queries/find_factors'
import { findUser } from '#app/identity/queries/find_user'
import type { User } from '#app/identity/records/users'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Who sets up a second factor, on the routes where one is. */
    enrolling?: Enrolling
  }
}

export interface Enrolling {
  user: User
  pending: PendingSignIn | null
}

/** Half a sign-in: the password was right, the second factor is still to come. It opens no page but those that ask for it. */
export interface PendingSignIn {
  step: 'prove' | 'enrol'
  returnTo: string
  /** What stands in the place of the password: a session elsewhere. */
  provider?: ProviderSession
}

interface StoredPending extends PendingSignIn {
  userId: string
  tenantId: string
  kind: string
  at: number
  passwordMark: string
}

const clock = new Clock()

export function beginPending(ctx: HttpContext, user: User, pending: PendingSignIn): void {
  ctx.session.regenerate()
  const stored = {
    ...pending,
    userId: user.id,
    tenantId: ctx.host.tenant.id,
    kind: kindOfHost(ctx),
    at: clock.wall().getTime(),
    passwordMark: markOfPassword(user.password_hash),
  }
  ctx.session.put('pending', stored satisfies StoredPending)
}

/**
 * What is pending in this browser, on this host, and not for too long. A new password ends it like every session, and the first factor is set up
 * once: whoever else knew the password and was about to comes too late.
 */
export async function findPending(
  ctx: HttpContext,
  step: PendingSignIn['step']
): Promise<{ user: User; pending: PendingSignIn } | null> {
  const pending = ctx.session.get('pending') as StoredPending | undefined
  if (pending?.step !== step || pending.tenantId !== ctx.host.tenant.id || pending.kind !== kindOfHost(ctx))
    return null
  if (clock.wall().getTime() - pending.at >= pendingMinutes * 60_000) return null
  const user = await findUser(pending.userId)
  if (!user || user.disabled_at || markOfPassword(user.password_hash) !== pending.passwordMark) return null
  const isLate = step === 'enrol' && hasSecondFactor(await findFactors(user.id, ctx.request.hostname() ?? ''))
  return isLate ? null : { user, pending }
}

/** Who is setting up a factor: the person who is signed in, or one of the staff who must before they are. */
export async function findEnrolling(ctx: HttpContext): Promise<Enrolling | null> {
  return ctx.user ? { user: ctx.user, pending: null } : findPending(ctx, 'enrol')
}
