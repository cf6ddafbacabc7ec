import type { HttpContext } from '@adonisjs/core/http'
import { Clock } from '#app/shared/time/clock'
import { findSurfaceUrls } from '#app/tenancy/index'
import {
  type ProviderClaims,
  providerMinutes,
  type ProviderPurpose,
} from '#app/identity/domain/provider_sign_in'
import type { BegunTrip } from '#app/identity/drivers/openid/driver'
import { showId } from '#app/shared/ids'

const clock = new Clock()

/** What this browser's session remembers while somebody is at a provider. It is used once, on this host, and not for long. */
interface StoredTrip {
  tenantId: string
  providerId: string
  purpose: ProviderPurpose
  trip: BegunTrip
  returnTo: string
  at: number
}

export function keepTrip(ctx: HttpContext, stored: Omit<StoredTrip, 'tenantId' | 'at'>): void {
  ctx.session.put('provider_trip', {
    ...stored,
    tenantId: ctx.host.tenant.id,
    at: clock.wall().getTime(),
  } satisfies StoredTrip)
}

/** The trip that this browser comes back from. It belongs to one provider: each comes back to an address of its own. */
export function takeTrip(ctx: HttpContext, providerId: string): StoredTrip | null {
  const stored = ctx.session.pull('provider_trip') as StoredTrip | null | undefined
  if (!stored || stored.tenantId !== ctx.host.tenant.id || stored.providerId !== providerId) return null
  return isFresh(stored.at) ? stored : null
}

/** Each provider has its own, so that an answer of one can never be taken for another's (RFC 9700, mix-up). */
export async function redirectUriOf(providerId: string): Promise<string> {
  const { account } = await findSurfaceUrls()
  return `${account}/sign-in/with/${showId('signInProvider', providerId)}/back`
}

/** Where a provider may tell us that somebody signed out there. */
export async function logoutUriOf(providerId: string): Promise<string> {
  const { account } = await findSurfaceUrls()
  return `${account}/sign-in/with/${showId('signInProvider', providerId)}/signed-out`
}

export interface ProviderSignUp {
  provider: { id: string; name: string }
  claims: ProviderClaims & { email: string }
}

interface StoredSignUp extends ProviderSignUp {
  tenantId: string
  at: number
}

/** Somebody whom a provider vouched for and who has no account here yet: what is missing is asked on the page of signing up. */
export function keepSignUp(ctx: HttpContext, signUp: ProviderSignUp): void {
  ctx.session.put('provider_sign_up', {
    ...signUp,
    tenantId: ctx.host.tenant.id,
    at: clock.wall().getTime(),
  } satisfies StoredSignUp)
}

export function readSignUp(ctx: HttpContext): ProviderSignUp | null {
  const stored = ctx.session.get('provider_sign_up') as StoredSignUp | undefined
  if (!stored || stored.tenantId !== ctx.host.tenant.id || !isFresh(stored.at)) return null
  return { provider: stored.provider, claims: stored.claims }
}

export function forgetSignUp(ctx: HttpContext): void {
  ctx.session.forget('provider_sign_up')
}

function isFresh(at: number): boolean {
  return clock.wall().getTime() - at < providerMinutes * 60_000
}
