import { inject } from '@adonisjs/core'
import { type Cart, mergeCoupons, mergeItems } from '#app/checkout/domain/cart'
import { MoveReferral } from '#app/promotions/index'
import { findBuyer, isNewBuyer } from '#app/checkout/queries/find_buyer'
import { findCartOfCustomer, lockOpenCart, updateCart } from '#app/checkout/records/carts'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'

/**
 * Gives a guest's cart to the customer who signed in or up. What the customer had in a cart before joins it, and it is priced in
 * the customer's one currency from now on.
 */
@inject()
export class ClaimCart {
  constructor(
    private clock: Clock,
    private moveReferral: MoveReferral
  ) {}

  execute(input: { cartId: string | null; customerId: string }): Promise<Cart | null> {
    const { cartId, customerId } = input
    return inTransaction(async () => {
      const buyer = await findBuyer(customerId)
      const guest = cartId ? await lockOpenCart(cartId) : null
      const own = await findCartOfCustomer(customerId)
      if (!buyer || (!guest && !own)) return null
      // A cart that became somebody else's is not taken, whatever link or cookie names it.
      if (!guest || (guest.customerId && guest.customerId !== customerId)) return own
      if (own && own.id !== guest.id) await this.close(own.id)
      const other = own && own.id !== guest.id ? own : null
      const items = other ? mergeItems(other.items, guest.items) : guest.items
      const coupons = other ? mergeCoupons(other.coupons, guest.coupons) : guest.coupons
      const claimed = { ...guest, customerId, currency: buyer.currency, items, coupons }
      await updateCart(claimed, this.clock.now())
      // Only who never ordered can be brought by somebody.
      if (guest.referralCode && (await isNewBuyer(customerId)))
        await this.moveReferral.attribute({ customerId, code: guest.referralCode })
      return claimed
    })
  }

  private async close(cartId: string): Promise<void> {
    const cart = await lockOpenCart(cartId)
    if (cart) await updateCart({ ...cart, items: [], orderedAt: this.clock.now() }, this.clock.now())
  }
}
