import { inject } from '@adonisjs/core'
import { catalogueIn, configure, findSupplyFault, loadCatalogue } from '#app/catalogue/index'
import { MakeQuote, type PricedWish } from '#app/checkout/actions/make_quote'
import type { Cart, CartItem } from '#app/checkout/domain/cart'
import type { QuoteFault } from '#app/checkout/domain/trial_refusal'
import { findOpenCart } from '#app/checkout/records/carts'
import { inReadTransaction } from '#app/shared/database/unit'

export interface PricedCart {
  cart: Cart
  /** Items that can be bought as they are, in the order of the price's items. */
  sold: CartItem[]
  /** Items that can no longer be bought so, with why. */
  refused: { item: CartItem; faults: QuoteFault[] }[]
  draft: PricedWish | null
}

/** What a cart costs today. What is no longer sold is named and left out, never silently changed. */
@inject()
export class PriceCart {
  constructor(private makeQuote: MakeQuote) {}

  execute(input: {
    cartId: string
    customerId?: string | null
    country: string | null
    locale?: string
  }): Promise<PricedCart | null> {
    return inReadTransaction(async () => {
      const cart = await findOpenCart(input.cartId)
      if (!cart) return null
      const catalogue = catalogueIn(await loadCatalogue(), input.locale)
      const sold: CartItem[] = []
      const refused: PricedCart['refused'] = []
      for (const item of cart.items) {
        const result = configure(catalogue, { ...item, currency: cart.currency })
        const missing = result.ok ? findSupplyFault(catalogue, result.value) : null
        if (!result.ok) refused.push({ item, faults: result.error })
        else if (missing) refused.push({ item, faults: [missing] })
        else sold.push(item)
      }
      const priced = await this.makeQuote.preview({
        items: sold,
        currency: cart.currency,
        customerId: input.customerId ?? null,
        country: input.country,
        locale: input.locale,
        coupons: cart.coupons,
        dropsTrials: true,
      })
      return { cart, sold, refused, draft: priced.ok ? priced.value : null }
    })
  }
}
