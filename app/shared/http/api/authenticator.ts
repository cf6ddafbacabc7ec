import type { Caller } from '#app/shared/http/caller'

/** Who a token stands for; `elsewhere`: it works from other networks only; `someone_else`: its owner is not whom Access let through. */
export type TokenAnswer =
  { kind: 'known'; caller: Caller } | { kind: 'unknown' } | { kind: 'elsewhere' } | { kind: 'someone_else' }

/** Where a token comes from. */
export interface TokenSender {
  ip: string
  /** The person whom Cloudflare Access let through with it. */
  assertedEmail?: string | null
}

/** Finds who stands behind a bearer token, with abilities already narrowed to what the person may do today. */
export interface TokenAuthenticator {
  findCaller(token: string, from: TokenSender): Promise<TokenAnswer>
  /** Called after an answer; must not wait for the database. */
  noteUse(caller: Caller): void
}

const state: { authenticator: TokenAuthenticator | null } = { authenticator: null }

/** Set once at boot by the domain that keeps tokens, so that this file knows no domain. */
export function authenticateTokensWith(authenticator: TokenAuthenticator): void {
  state.authenticator = authenticator
}

export function tokenAuthenticator(): TokenAuthenticator {
  if (!state.authenticator) throw new Error('Nobody authenticates tokens: see start/routes.ts')
  return state.authenticator
}

const bearerPattern = /^Bearer +([A-Za-z0-9_-]{16,128})$/i

export function readBearer(header: string | undefined): string | null {
  return bearerPattern.exec(header ?? '')?.[1] ?? null
}
