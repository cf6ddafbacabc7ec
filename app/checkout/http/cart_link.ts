import encryption from '@adonisjs/core/services/encryption'

const purpose = 'cart_link'

/** Cookies stay on their host: a sealed link carries the cart from the storefront to the account host, within the hour. */
export function signCartLink(cartId: string): string {
  return encryption.encrypt(cartId, { expiresIn: '1 hour', purpose })
}

export function readCartLink(text: unknown): string | null {
  return typeof text === 'string' && text.length < 500 ? encryption.decrypt<string>(text, purpose) : null
}
