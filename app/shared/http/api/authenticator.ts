import type { Caller } from '#app/shared/http/caller'

/** Who a token stands for; `elsewhere`: it works from other networks only. */
export type TokenAnswer = { kind: 'known'; caller: Caller } | { kind: 'unknown' } | { kind: 'elsewhere' }

/** Finds who stands behind a bearer token, with abilities already narrowed to what the person may do today. */
export interface TokenAuthenticator {
  /** @param ip of whoever sends the token */
  findCaller(token: string, ip: string): Promise<TokenAnswer>
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
