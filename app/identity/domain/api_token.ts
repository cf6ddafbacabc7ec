import { hash, randomBytes } from 'node:crypto'
import type { Ability } from '#app/shared/http/caller'
import { isNetworkWithin } from '#app/identity/domain/allowed_network'

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

/** Until when and from where a token works: null for ever, no networks for everywhere. */
export interface TokenReach {
  expires_at: Date | null
  networks: readonly string[]
}

export type BeyondMaker = 'outlives_maker' | 'beyond_maker_networks'

/** What a token asks for another one is no way around its own bounds: whoever stole it has it for as long, and from where, it works. */
export function findBeyondMaker(wish: TokenReach, maker: TokenReach): BeyondMaker | null {
  if (maker.expires_at && (!wish.expires_at || wish.expires_at > maker.expires_at)) return 'outlives_maker'
  if (maker.networks.length === 0) return null
  const isWithin =
    wish.networks.length > 0 && wish.networks.every((network) => isNetworkWithin(maker.networks, network))
  return isWithin ? null : 'beyond_maker_networks'
}
