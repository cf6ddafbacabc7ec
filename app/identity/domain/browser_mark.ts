import { createHash, randomBytes } from 'node:crypto'

/** The text by which a browser is known again: 32 random bytes in a cookie of its own, which outlives sessions. */
export function makeBrowserMark(): string {
  return randomBytes(32).toString('base64url')
}

export function hashBrowserMark(mark: string): Buffer {
  return createHash('sha256').update(`browser:${mark}`).digest()
}

export function looksLikeBrowserMark(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text)
}
