import type { HttpContext } from '@adonisjs/core/http'

const name = 'referral'

/** The link a visitor came by, for as long as people think things over. The first link that brought them stays. */
export function writeReferralCookie(ctx: HttpContext, code: string): void {
  if (!readReferralCookie(ctx)) ctx.response.encryptedCookie(name, code, { maxAge: '60d' })
}

export function readReferralCookie(ctx: HttpContext): string | null {
  const value: unknown = ctx.request.encryptedCookie(name)
  return typeof value === 'string' && /^[a-z0-9]{8,20}$/.test(value) ? value : null
}
