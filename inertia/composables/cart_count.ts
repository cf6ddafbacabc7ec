import { ref } from 'vue'
import { readHostCookie } from '~/host_cookie'

/**
 * How many servers are in the cart. Public pages are the same for everybody and kept ready, so they cannot say it; a small
 * readable cookie beside the signed one does.
 */
export const cartCount = ref(0)

export function readCartCount(): void {
  cartCount.value = Number(/^\d+$/.exec(readHostCookie('cart_count') ?? '') ?? 0)
}
