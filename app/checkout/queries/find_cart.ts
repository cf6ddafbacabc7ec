import { inReadTransaction } from '#app/shared/database/unit'
import type { Cart } from '#app/checkout/domain/cart'
import { findOpenCart } from '#app/checkout/records/carts'

/** The cart a browser names, unless it was ordered. */
export function findOpenCartById(id: string): Promise<Cart | null> {
  return inReadTransaction(() => findOpenCart(id))
}
