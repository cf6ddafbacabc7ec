import { importJWK, type CryptoKey } from 'jose'
import env from '#start/env'
import { currentTenant } from '#app/shared/database/context'
import { callRemote } from '#app/shared/outbound/call_remote'
import { hostPolicyDefaults } from '#app/shared/outbound/host_policy'
import { issuerOf } from '#app/identity/domain/access_assertion'

const hourMs = 3_600_000
/** Read anew in the background after this long. Access replaces its key every six weeks, and the one before holds a week longer. */
const freshMs = hourMs
/** While the keys cannot be read, the last ones hold this long; after that nobody comes in. */
const usableMs = 24 * hourMs
/** Made-up key ids must not have us ask Cloudflare for each. */
const betweenMs = 30_000
const keysMax = 20

/** A request waits for these keys, so that they come soon or not at all. */
const policy = { ...hostPolicyDefaults, concurrency: 2, timeoutMs: 4_000, triesMax: 1 }

/** Fetches the document of keys of a team; null when that fails. */
export type FetchKeys = (team: string) => Promise<unknown>

interface KnownKeys {
  byId: Map<string, CryptoKey>
  readAt: number
  triedAt: number
  /** Under way: requests that come at once wait for the same answer. */
  reading: Promise<void> | null
}

/** The public keys of teams, kept in this process: signed with a key that is not among them, an assertion is worth nothing. */
export class AccessKeys {
  private teams = new Map<string, KnownKeys>()

  /** @param now in milliseconds, of any clock that only moves on */
  constructor(
    private fetchKeys: FetchKeys = fetchFromAccess,
    private now: () => number = () => performance.now()
  ) {}

  /** The key of an id; `unavailable` when no keys are known at all, or only ones that are too old. */
  async find(team: string, keyId: string): Promise<CryptoKey | 'unknown' | 'unavailable'> {
    const known = this.of(team)
    if (this.ageOf(known) > usableMs || !known.byId.has(keyId)) await this.readAgain(team, known)
    else if (this.ageOf(known) > freshMs) void this.readAgain(team, known)
    if (this.ageOf(known) > usableMs) return 'unavailable'
    return known.byId.get(keyId) ?? 'unknown'
  }

  private of(team: string): KnownKeys {
    const known = this.teams.get(team)
    if (known) return known
    const made = { byId: new Map(), readAt: -Infinity, triedAt: -Infinity, reading: null }
    this.teams.set(team, made)
    return made
  }

  private ageOf({ readAt }: KnownKeys): number {
    return this.now() - readAt
  }

  private readAgain(team: string, known: KnownKeys): Promise<void> {
    if (known.reading) return known.reading
    if (this.now() - known.triedAt < betweenMs) return Promise.resolve()
    known.triedAt = this.now()
    known.reading = this.read(team, known).finally(() => (known.reading = null))
    return known.reading
  }

  private async read(team: string, known: KnownKeys): Promise<void> {
    const keys = await readKeys(await this.fetchKeys(team).catch(() => null))
    if (keys.size === 0) return
    known.byId = keys
    known.readAt = this.now()
  }
}

/** RSA keys for RS256, by their ids. What else the document holds is left out, and so is a key that cannot be read. */
async function readKeys(document: unknown): Promise<Map<string, CryptoKey>> {
  const keys = new Map<string, CryptoKey>()
  const listed =
    typeof document === 'object' && document !== null && 'keys' in document ? document.keys : null
  if (!Array.isArray(listed)) return keys
  for (const entry of listed.slice(0, keysMax) as Record<string, unknown>[]) {
    const { kid, kty, n, e, use = 'sig', alg = 'RS256' } = entry ?? {}
    if (typeof kid !== 'string' || kty !== 'RSA' || use !== 'sig' || alg !== 'RS256') continue
    const key = await importJWK({ kty: 'RSA', n: String(n), e: String(e) }, 'RS256').catch(() => null)
    if (key && !(key instanceof Uint8Array) && isLongEnough(key)) keys.set(kid, key)
  }
  return keys
}

function isLongEnough({ algorithm }: CryptoKey): boolean {
  return 'modulusLength' in algorithm && Number(algorithm.modulusLength) >= 2_048
}

const state: { standInUrl: string | null } = { standInUrl: null }

/** Reads keys from a stand-in from now on: for tests, whose stand-in is known only when it runs. */
export function readAccessKeysAt(standInUrl: string | null): void {
  state.standInUrl = standInUrl
}

async function fetchFromAccess(team: string): Promise<unknown> {
  const standIn = state.standInUrl ?? env.get('SANDBOX_URL')
  const origin = standIn ? `${standIn}/access/${team}` : issuerOf(team)
  const answer = await callRemote(policy, {
    subject: { kind: 'tenant', id: currentTenant().id },
    system: 'cloudflare_access',
    method: 'GET',
    url: `${origin}/cdn-cgi/access/certs`,
    headers: { accept: 'application/json' },
    isRepeatable: true,
  })
  if (!answer.ok || answer.value.status !== 200) return null
  return JSON.parse(answer.value.body)
}
