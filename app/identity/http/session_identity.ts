import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import {
  isEnoughFor,
  proofMinutes,
  type SignInFactor,
  signInFactors,
} from '#app/identity/domain/sign_in_step'
import {
  isCustomerSessionAlive,
  isDoneByPerson,
  isStaffSessionAlive,
  isWorthNoting,
  type SessionAge,
} from '#app/identity/domain/staff_session'
import { markOfPassword } from '#app/identity/domain/password_mark'
import type { SessionIdentity } from '#app/identity/queries/find_session_caller'

/** Sessions live in the world's time: nobody stays signed in because a tenant's clock stands still. */
const clock = new Clock()
const minuteMs = 60_000
const passwordMark = 'password_mark'

export function kindOfHost(ctx: HttpContext): 'customer' | 'staff' {
  return ctx.host.surface === 'admin' ? 'staff' : 'customer'
}

/** Who the session names. A session of another tenant or of the other kind of host names nobody here. */
export function readSessionIdentity(ctx: HttpContext): SessionIdentity | null {
  const userId: unknown = ctx.session.get('user_id')
  if (typeof userId !== 'string') return null
  if (ctx.session.get('tenant_id') !== ctx.host.tenant.id) return null
  const kind = kindOfHost(ctx)
  if (ctx.session.get('kind') !== kind || !isGoodFor(ctx, kind)) return null
  const customerId: unknown = ctx.session.get('customer_id')
  const impersonationId: unknown = ctx.session.get('impersonation_id')
  return {
    userId,
    kind,
    customerId: typeof customerId === 'string' ? customerId : null,
    impersonationId: typeof impersonationId === 'string' ? impersonationId : null,
  }
}

/** Staff prove more than customers, and anew each day. */
function isGoodFor(ctx: HttpContext, kind: 'customer' | 'staff'): boolean {
  const { staffEntrance, staffSecondFactor } = ctx.host.tenant
  const now = clock.wall().getTime()
  if (kind === 'customer') return isCustomerSessionAlive(ageOf(ctx), now)
  return (
    isStaffSessionAlive(ageOf(ctx), now, staffEntrance) && isEnoughFor(kind, factorOf(ctx), staffSecondFactor)
  )
}

function ageOf(ctx: HttpContext): SessionAge {
  const seenAt: unknown = ctx.session.get('seen_at')
  return {
    beganAt: Number(ctx.session.get('began_at') ?? 0),
    seenAt: typeof seenAt === 'number' ? seenAt : null,
  }
}

/** Writes down, at most once a minute, that a staff member did something: their session ends when they do nothing for long. */
export function noteActivity(ctx: HttpContext): void {
  const { request } = ctx
  const now = clock.wall().getTime()
  const isPartial = request.header('x-inertia-partial-data') !== undefined
  const isForScript =
    request.method() === 'GET' && !request.header('x-inertia') && /json/.test(request.header('accept') ?? '')
  const isRefresh = request.header('x-background-refresh') !== undefined
  if (!isDoneByPerson({ path: request.url(), isPartial, isForScript, isRefresh })) return
  if (isWorthNoting(ageOf(ctx), now)) ctx.session.put('seen_at', now)
}

/** Whether the password is still the one with which the session began: one that was changed while somebody signed in with it has ended. */
export function isPasswordKept(ctx: HttpContext, { password_hash }: { password_hash: string }): boolean {
  const mark: unknown = ctx.session.get(passwordMark)
  return mark === undefined || mark === markOfPassword(password_hash)
}

function factorOf(ctx: HttpContext): SignInFactor {
  const factor: unknown = ctx.session.get('factor')
  return signInFactors.find((known) => known === factor) ?? 'password'
}

/** Of somebody who is to be in a session: with the password that they had when they proved who they are. */
export interface Entering {
  id: string
  password_hash?: string
}

/** Begins a signed-in session under a new id: an id that somebody planted before is worth nothing. */
export function beginSession(ctx: HttpContext, user: Entering, factor: SignInFactor = 'password'): void {
  ctx.session.regenerate()
  ctx.session.forget('pending')
  ctx.session.forget('impersonation_id')
  ctx.session.forget('seen_at')
  ctx.session.forget('applications')
  ctx.session.forget('provider_session')
  ctx.session.put('user_id', user.id)
  ctx.session.put('tenant_id', ctx.host.tenant.id)
  ctx.session.put('kind', kindOfHost(ctx))
  ctx.session.put('factor', factor)
  if (user.password_hash) ctx.session.put(passwordMark, markOfPassword(user.password_hash))
  else ctx.session.forget(passwordMark)
  ctx.session.put('began_at', clock.wall().getTime())
  ctx.session.put('ip', ctx.request.ip())
  ctx.session.put('user_agent', (ctx.request.header('user-agent') ?? '').slice(0, 300))
  noteProof(ctx)
}

/** A session in which a staff member acts in somebody's name; nobody has proved to be that person. */
export function beginSessionInName(
  ctx: HttpContext,
  { userId, customerId, impersonationId }: { userId: string; customerId: string; impersonationId: string }
): void {
  ctx.session.clear()
  beginSession(ctx, { id: userId })
  ctx.session.put('customer_id', customerId)
  ctx.session.put('impersonation_id', impersonationId)
  ctx.session.forget('proven_at')
}

/** An application is entered from this session: it is left when the session ends. */
export function noteApplication(ctx: HttpContext, clientId: string): void {
  ctx.session.put('applications', [...new Set([...applicationsOf(ctx), clientId])])
}

export function applicationsOf(ctx: HttpContext): string[] {
  const ids: unknown = ctx.session.get('applications')
  return Array.isArray(ids) ? ids.map(String) : []
}

export function endSession(ctx: HttpContext): void {
  ctx.session.clear()
  ctx.session.regenerate()
}

/** The person has just proved who they are. */
export function noteProof(ctx: HttpContext): void {
  ctx.session.put('proven_at', clock.wall().getTime())
}

/** Whether the person proved who they are a short while ago. */
export function isFreshlyProven(ctx: HttpContext): boolean {
  return clock.wall().getTime() - Number(ctx.session.get('proven_at') ?? 0) < proofMinutes * minuteMs
}
