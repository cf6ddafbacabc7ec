import type { HttpContext } from '@adonisjs/core/http'
import { isUuid } from '#app/shared/ids'
import type { Cart } from '#app/checkout/domain/cart'

/** The cart a browser holds. The cookie is signed and sealed: nobody can name a cart that is not theirs. */
export function readCartCookie(ctx: HttpContext): string | null {
  const value: unknown = ctx.request.encryptedCookie('cart')
  return typeof value === 'string' && isUuid(value) ? value : null
}

/** The count is beside it in the open, for pages that are the same for everybody. */
export function writeCartCookie(ctx: HttpContext, cart: Cart): void {
  ctx.response.encryptedCookie('cart', cart.id, { maxAge: '30d' })
  ctx.response.plainCookie('cart_count', String(cart.items.length), {
    encode: false,
    maxAge: '30d',
    httpOnly: false,
  })
}

export function forgetCart(ctx: HttpContext): void {
  ctx.response.clearCookie('cart')
  ctx.response.clearCookie('cart_count', { httpOnly: false })
}
