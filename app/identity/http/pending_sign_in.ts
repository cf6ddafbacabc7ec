import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { pendingMinutes } from '#app/identity/domain/sign_in_step'
import type { ProviderSession } from '#app/identity/domain/provider_sign_in'
import { kindOfHost } from '#app/identity/http/session_identity'
import { findUser } from '#app/identity/queries/find_user'
import type { User } from '#app/identity/records/users'

/** Half a sign-in: the password was right, the second factor is still to come. It opens no page but those that ask for it. */
export interface PendingSignIn {
  userId: string
  step: 'prove' | 'enrol'
  returnTo: string
  /** What stands in the place of the password: a session elsewhere. */
  provider?: ProviderSession
}

interface StoredPending extends PendingSignIn {
  tenantId: string
  kind: string
  at: number
}

const clock = new Clock()

export function beginPending(ctx: HttpContext, pending: PendingSignIn): void {
  ctx.session.regenerate()
  const bound = { tenantId: ctx.host.tenant.id, kind: kindOfHost(ctx), at: clock.wall().getTime() }
  ctx.session.put('pending', { ...pending, ...bound } satisfies StoredPending)
}

/** What is pending in this browser, on this host, and not for too long. */
export function readPending(ctx: HttpContext): PendingSignIn | null {
  const stored = ctx.session.get('pending') as StoredPending | undefined
  if (!stored || stored.tenantId !== ctx.host.tenant.id || stored.kind !== kindOfHost(ctx)) return null
  return clock.wall().getTime() - stored.at < pendingMinutes * 60_000 ? stored : null
}

/** Who is setting up a factor: the person who is signed in, or one of the staff who must before they are. */
export async function findEnrolling(
  ctx: HttpContext
): Promise<{ user: User; pending: PendingSignIn | null } | null> {
  if (ctx.user) return { user: ctx.user, pending: null }
  const pending = readPending(ctx)
  const user = pending?.step === 'enrol' ? await findUser(pending.userId) : undefined
  return user && !user.disabled_at ? { user, pending } : null
}
