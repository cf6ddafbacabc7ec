import { err, ok, type Result } from '#app/shared/result'
import type { Configuration } from '#app/catalogue/index'

/** What lies in a cart: wishes, priced anew each time they are looked at. */
export type CartItem = Omit<Configuration, 'currency'> & { id: string }

export interface Cart {
  id: string
  customerId: string | null
  currency: string
  items: CartItem[]
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
