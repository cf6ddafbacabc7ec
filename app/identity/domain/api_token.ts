import { hash, randomBytes } from 'node:crypto'
import type { Ability } from '#app/shared/http/caller'

/** Fixed and searchable, so that scanners of public code can recognise a leaked token. */
export const tokenPrefix = 'ezs_live_'
const pattern = /^ezs_live_[A-Za-z0-9_-]{43}$/

/** How long a token works on after another took its place, unless something else is said. */
export const overlapHours = 24

/** 32 random bytes behind the prefix. Only its hash is kept: with that much chance in it, SHA-256 cannot be reversed. */
export function makeToken(): { token: string; hash: Buffer } {
  const token = tokenPrefix + randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

export function looksLikeToken(text: string): boolean {
  return pattern.test(text)
}

/** A token never grants more than its owner has at this moment. */
export function narrowAbilities(ofToken: string[], ofPerson: ReadonlySet<Ability>): Set<Ability> {
  return new Set([...ofPerson].filter((ability) => ofToken.includes(ability)))
}
