import { err, ok, type Result } from '#app/shared/result'
import type { Configuration } from '#app/catalogue/index'
import type { CodeEntry } from '#app/promotions/index'

/** What lies in a cart: wishes, priced anew each time they are looked at. */
export type CartItem = Omit<Configuration, 'currency'> & { id: string }

export interface Cart {
  id: string
  customerId: string | null
  currency: string
  items: CartItem[]
  /** Codes that were entered, each for the visitor or customer who entered it. */
  coupons: CodeEntry[]
  /** Whose link the visitor came by. */
  referralCode: string | null
  orderedAt: Date | null
}

/** An order of more is made with our help: a typing mistake must not reserve a rack. */
export const cartItemsMax = 20

export function addItem(items: CartItem[], item: CartItem): Result<CartItem[], { type: 'cart_full' }> {
  return items.length >= cartItemsMax ? err({ type: 'cart_full' }) : ok([...items, item])
}

/** A guest's cart joins the customer's own at sign-in; what lies in both lies there once. */
export function mergeItems(own: CartItem[], guest: CartItem[]): CartItem[] {
  const known = new Set(own.map((item) => item.id))
  return [...own, ...guest.filter((item) => !known.has(item.id))].slice(0, cartItemsMax)
}

/** More codes than anybody stacks; a list of guesses is longer. */
export const cartCouponsMax = 5

/** Enters a code; the same code again changes nothing. */
export function addCoupon(
  coupons: CodeEntry[],
  entry: CodeEntry
): Result<CodeEntry[], { type: 'too_many_coupons' }> {
  if (coupons.some(({ code }) => code === entry.code)) return ok(coupons)
  return coupons.length >= cartCouponsMax ? err({ type: 'too_many_coupons' }) : ok([...coupons, entry])
}

export function mergeCoupons(own: CodeEntry[], guest: CodeEntry[]): CodeEntry[] {
  const known = new Set(guest.map(({ code }) => code))
  return [...guest, ...own.filter(({ code }) => !known.has(code))].slice(0, cartCouponsMax)
}
