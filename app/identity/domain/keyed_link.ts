import { createHash } from 'node:crypto'

/**
 * Where a link leads whose holder needs nothing else, once it was opened. Its key stands behind the `#`: browsers tell that part to nobody,
 * so that no log of an address, no history and no Referer knows it (ADR 24).
 */
const pages: Record<string, Record<string, (mark: string) => string>> = {
  account: {
    'reset-password': (mark) => `/reset-password/${mark}`,
    'email-links': (mark) => `/email-links/${mark}`,
    invitations: (mark) => `/invitations/${mark}`,
    impersonation: (mark) => `/impersonation/${mark}`,
    pay: (mark) => `/pay/${mark}`,
    quotes: (mark) => `/quotes/${mark}/order`,
    'sign-ups': (mark) => `/sign-ups/${mark}`,
  },
  admin: {
    'reset-password': (mark) => `/reset-password/${mark}`,
    'email-links': (mark) => `/email-links/${mark}`,
    invitations: (mark) => `/invitations/${mark}`,
  },
  storefront: { quotes: (mark) => `/quotes/${mark}` },
}

export type KeyedPage =
  'reset-password' | 'email-links' | 'invitations' | 'impersonation' | 'pay' | 'quotes' | 'sign-ups'

/** The path of such a link, to be sent to its holder; without a key, what it is added to. */
export function keyedPath(page: KeyedPage, key = ''): string {
  return `/open/${page}#${key}`
}

/** @returns null where no such page is */
export function pageOfMark(at: { surface: string; page: string; mark: string }): string | null {
  const known = pages[at.surface] ?? {}
  return Object.hasOwn(known, at.page) ? known[at.page]!(at.mark) : null
}

/** What an opened link is called in addresses from then on. It is worth nothing in another browser, and tells nothing of the key. */
export function markOfKey(key: string): string {
  return createHash('sha256').update(`keyed_link:${key}`).digest('base64url').slice(0, 22)
}
