import encryption from '@adonisjs/core/services/encryption'
import { currentTenant } from '#app/shared/database/context'

/** What whoever has the link may do: see what is due on these invoices, and pay it. Nothing else of the customer. */
export interface PayLink {
  customerId: string
  invoiceIds: string[]
}

const days = 60
/** Where a payment that was begun under a link is gone back to. Only the return from a gateway reads it. */
const cookieName = 'pay_link'

/** Good in one tenant, for as long as anybody waits for the money. */
const purpose = () => `pay_link:${currentTenant().id}`

/** The path of the page under which invoices are paid without signing in. */
export function payLinkPath(link: PayLink): string {
  return `/pay/${encryption.encrypt(link, { expiresIn: `${days} days`, purpose: purpose() })}`
}

/** @returns null when it was made up, touched, made for another tenant, or is too old */
export function readPayLink(token: unknown): PayLink | null {
  return typeof token === 'string' ? encryption.decrypt<PayLink>(token, purpose()) : null
}

interface Cookies {
  request: { encryptedCookie(name: string): unknown }
  response: { encryptedCookie(name: string, value: string, options: object): void }
}

export function rememberPayLink({ response }: Cookies, token: string): void {
  response.encryptedCookie(cookieName, token, { maxAge: '1d', path: '/payments', sameSite: 'lax' })
}

export function rememberedPayLink({ request }: Cookies): string | null {
  const token = request.encryptedCookie(cookieName)
  return typeof token === 'string' && readPayLink(token) ? token : null
}
