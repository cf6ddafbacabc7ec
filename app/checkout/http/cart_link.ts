import encryption from '@adonisjs/core/services/encryption'

const purpose = 'cart_link'

/**
 * Cookies stay on their host: a sealed link carries the cart from the storefront to the account host, within the hour; to another browser, in which
 * somebody new confirms their address, as long as that may take.
 */
export function signCartLink(cartId: string, expiresIn: '1 hour' | '3 days' = '1 hour'): string {
  return encryption.encrypt(cartId, { expiresIn, purpose })
}

export function readCartLink(text: unknown): string | null {
  return typeof text === 'string' && text.length < 500 ? encryption.decrypt<string>(text, purpose) : null
}
