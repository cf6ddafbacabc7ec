import { inject } from '@adonisjs/core'
import { lockOpenCart, updateCart } from '#app/checkout/records/carts'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'

/** Puts a cart away after it was ordered. */
@inject()
export class CloseCart {
  constructor(private clock: Clock) {}

  execute({ cartId }: { cartId: string }): Promise<void> {
    return inTransaction(async () => {
      const cart = await lockOpenCart(cartId)
      if (cart) await updateCart({ ...cart, orderedAt: this.clock.now() }, this.clock.now())
    })
  }
}
