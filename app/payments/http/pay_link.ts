import type { HttpContext } from '@adonisjs/core/http'
import encryption from '@adonisjs/core/services/encryption'
import { currentTenant } from '#app/shared/database/context'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { keyedPath } from '#app/identity/index'
import { findRevokedPayLinks } from '#app/payments/queries/find_revoked_pay_links'

/** What whoever has the link may do: see what is due on these invoices, and pay it. Nothing else of the customer. */
export interface PayLink {
  customerId: string
  invoiceIds: string[]
}

interface SealedPayLink extends PayLink {
  madeAt?: string
  endsAt?: string
}

/** So long a link opens its page; after that it is still known for what it was, so that its customer can have a new one. */
const days = 60
const knownDays = 400
/** Where a payment that was begun under a link is gone back to. Only the return from a gateway reads it. */
const sessionName = 'pay_link'

/** Good in one tenant, for as long as anybody waits for the money. */
const purpose = () => `pay_link:${currentTenant().id}`

/** The path of the page under which invoices are paid without signing in. */
export function payLinkPath(link: PayLink, now: Date = new Clock().wall()): string {
  const sealed: SealedPayLink = {
    ...link,
    madeAt: now.toISOString(),
    endsAt: addDuration(now, { days }).toISOString(),
  }
  return keyedPath('pay', encryption.encrypt(sealed, { expiresIn: `${knownDays} days`, purpose: purpose() }))
}

/** A link that was made here, and whether it opens anything. */
export interface OpenedPayLink {
  link: PayLink
  state: 'good' | 'expired' | 'revoked'
}

/** @returns null when it was made up, touched, or made for another tenant */
export async function openPayLink(token: unknown): Promise<OpenedPayLink | null> {
  const sealed = unseal(token)
  if (!sealed) return null
  const { customerId, invoiceIds, madeAt, endsAt } = sealed
  const link = { customerId, invoiceIds }
  const revokedAt = await findRevokedPayLinks(customerId)
  if (revokedAt && madeAt <= revokedAt) return { link, state: 'revoked' }
  return { link, state: endsAt <= new Clock().wall() ? 'expired' : 'good' }
}

function unseal(token: unknown): (PayLink & { madeAt: Date; endsAt: Date }) | null {
  const sealed = typeof token === 'string' ? encryption.decrypt<SealedPayLink>(token, purpose()) : null
  if (!sealed) return null
  // Links from before they said so end by themselves.
  const { customerId, invoiceIds, madeAt, endsAt } = sealed
  return {
    customerId,
    invoiceIds,
    madeAt: new Date(madeAt ?? 0),
    endsAt: endsAt ? new Date(endsAt) : addDuration(new Clock().wall(), { days }),
  }
}

/** @returns null when it was made up, touched, made for another tenant, or is too old */
export function readPayLink(token: unknown): PayLink | null {
  const sealed = unseal(token)
  if (!sealed || sealed.endsAt <= new Clock().wall()) return null
  return { customerId: sealed.customerId, invoiceIds: sealed.invoiceIds }
}

/** @param mark what the opened link is called by in this browser */
export function rememberPayLink({ session }: Pick<HttpContext, 'session'>, mark: string): void {
  session.put(sessionName, mark)
}

export function rememberedPayLink({ session }: Pick<HttpContext, 'session'>): string | null {
  const mark: unknown = session.get(sessionName)
  return typeof mark === 'string' ? mark : null
}
