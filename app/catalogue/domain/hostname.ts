const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * A name that a server can call itself: labels of letters, digits and hyphens, joined by dots (RFC 1123). Only ASCII: the panel
 * writes it into the server's own files. A last label of digits alone would read as an address.
 */
export function isHostname(text: string): boolean {
  const labels = text.toLowerCase().split('.')
  return text.length <= 253 && labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? '')
}
