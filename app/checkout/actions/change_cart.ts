import { inject } from '@adonisjs/core'
import { type ConfigurationFault, catalogueIn, configure, loadCatalogue } from '#app/catalogue/index'
import { addItem, type Cart, type CartItem } from '#app/checkout/domain/cart'
import { insertCart, lockOpenCart, updateCart } from '#app/checkout/records/carts'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

export type AddToCartError = { type: 'item_refused'; faults: ConfigurationFault[] } | { type: 'cart_full' }

/** Puts a configured plan into a cart, and makes the cart when there is none. */
@inject()
export class ChangeCart {
  constructor(private clock: Clock) {}

  async add(input: {
    cartId: string | null
    currency: string
    /** For what is said about a refused choice. */
    locale?: string
    item: Omit<CartItem, 'id'>
    /** Whose link the visitor came by. */
    referralCode?: string | null
  }): Promise<Result<Cart, AddToCartError>> {
    const catalogue = catalogueIn(await loadCatalogue(), input.locale)
    const checked = configure(catalogue, { ...input.item, currency: input.currency })
    if (!checked.ok) return err({ type: 'item_refused', faults: checked.error })
    const item: CartItem = {
      ...input.item,
      id: newId(),
      hostname: checked.value.hostname,
      options: checked.value.options,
    }
    return inTransaction(async () => {
      const known = input.cartId ? await lockOpenCart(input.cartId) : null
      const added = addItem(known?.items ?? [], item)
      if (!added.ok) return added
      const before = known ?? emptyCart()
      const referralCode = before.referralCode ?? input.referralCode ?? null
      const cart = { ...before, currency: input.currency, items: added.value, referralCode }
      if (known) await updateCart(cart, this.clock.now())
      else await insertCart(cart, this.clock.now())
      return ok(cart)
    })
  }

  /** Taking out what is not there changes nothing. */
  remove(input: { cartId: string; itemId: string }): Promise<Cart | null> {
    return inTransaction(async () => {
      const cart = await lockOpenCart(input.cartId)
      if (!cart) return null
      const changed = { ...cart, items: cart.items.filter((item) => item.id !== input.itemId) }
      await updateCart(changed, this.clock.now())
      return changed
    })
  }
}

function emptyCart(): Omit<Cart, 'currency' | 'items'> {
  return { id: newId(), customerId: null, coupons: [], referralCode: null, orderedAt: null }
}
