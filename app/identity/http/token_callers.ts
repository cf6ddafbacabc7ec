import type { Caller } from '#app/shared/http/caller'
import type { TokenAnswer, TokenAuthenticator, TokenSender } from '#app/shared/http/api/authenticator'
import type { Tenant } from '#app/shared/database/context'
import { currentTenant } from '#app/shared/database/context'
import { asTenant, inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { isFromAllowed } from '#app/identity/domain/allowed_network'
import { hashToken, looksLikeToken } from '#app/identity/domain/api_token'
import { isVouchedFor } from '#app/identity/domain/staff_entrance'
import { toCaller } from '#app/identity/domain/token_validity'
import * as apiTokens from '#app/identity/records/api_tokens'

/** A revoked token, a lost role or a disabled user takes effect within this time in other processes, and at once in this one. */
const rememberMs = 3_000
const rememberedMax = 10_000
const noteEveryMs = 60_000
const flushAfterMs = 2_000

interface Remembered {
  caller: Caller
  networks: string[]
  email: string
  readAt: number
}

/**
 * Finds callers by their tokens. A token in steady use is looked up once in some seconds, and its last use is noted once a
 * minute, after the answer: authentication costs a busy program neither a query nor a write per request.
 */
export class TokenCallers implements TokenAuthenticator {
  private clock = new Clock()
  private remembered = new Map<string, Remembered>()
  private notedAt = new Map<string, number>()
  private unnoted = new Map<string, { tenant: Tenant; ids: Set<string> }>()
  private timer: NodeJS.Timeout | null = null

  async findCaller(token: string, { ip, assertedEmail }: TokenSender): Promise<TokenAnswer> {
    if (!looksLikeToken(token)) return { kind: 'unknown' }
    const found = await this.find(token)
    if (!found) return { kind: 'unknown' }
    if (!isFromAllowed(found.networks, ip)) return { kind: 'elsewhere' }
    if (!isVouchedFor(assertedEmail, found.email)) return { kind: 'someone_else' }
    return { kind: 'known', caller: found.caller }
  }

  private async find(token: string): Promise<Remembered | null> {
    const hash = hashToken(token)
    const key = `${currentTenant().id}:${hash.toString('base64')}`
    const known = this.remembered.get(key)
    if (known && performance.now() - known.readAt < rememberMs) return known
    const found = await inReadTransaction(() => apiTokens.findByHash(hash))
    const caller = found ? toCaller(found, this.clock.now()) : null
    this.remembered.delete(key)
    if (this.remembered.size >= rememberedMax) this.remembered.clear()
    if (!found || !caller) return null
    const entry = { caller, networks: found.networks, email: found.email, readAt: performance.now() }
    this.remembered.set(key, entry)
    return entry
  }

  noteUse({ tokenId }: Caller): void {
    if (!tokenId) return
    const now = performance.now()
    if (now - (this.notedAt.get(tokenId) ?? -noteEveryMs) < noteEveryMs) return
    if (this.notedAt.size >= rememberedMax) this.notedAt.clear()
    this.notedAt.set(tokenId, now)
    const tenant = currentTenant()
    const waiting = this.unnoted.get(tenant.id) ?? { tenant, ids: new Set<string>() }
    waiting.ids.add(tokenId)
    this.unnoted.set(tenant.id, waiting)
    this.timer ??= setTimeout(() => void this.flush(), flushAfterMs).unref()
  }

  /** Called when rights change in this process, so that the change holds for its next request. */
  forget(): void {
    this.remembered.clear()
  }

  async flush(): Promise<void> {
    this.timer = null
    const batches = [...this.unnoted.values()]
    this.unnoted.clear()
    for (const { tenant, ids } of batches) {
      const write = () => inTransaction(() => apiTokens.noteUse([...ids], this.clock.now()))
      // When a token was last used is a comfort, not a record: a note that cannot be written is left out.
      await asTenant({ tenant }, write).catch(() => undefined)
    }
  }
}

export const tokenCallers = new TokenCallers()
