/** What an application may ask for. `offline_access`: it stays signed in while the person is away. */
export const oauthScopes = ['openid', 'profile', 'email', 'team', 'offline_access'] as const
export type OauthScope = (typeof oauthScopes)[number]

/** In seconds. */
export const oauthLifetimes = {
  code: 60,
  accessToken: 3600,
  idToken: 3600,
  refreshToken: 14 * 24 * 3600,
  /** However often it is renewed, an application asks the person again after so long. */
  grant: 90 * 24 * 3600,
  session: 600,
  interaction: 600,
} as const

/** A key signs an hour after it was published: until then applications may have read the older ones only. */
export const keyAheadHours = 1
/** And is published for so long after another took its place: the longest token, and what applications keep. */
export const keyBehindHours = 48
export const keyDaysMax = 90

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Exact addresses, over TLS; without it only back to the same machine, for programs. Fragments and credentials are refused. */
export function isRedirectUri(text: string): boolean {
  if (text.length > 500 || !URL.canParse(text) || text.includes('#') || text.includes('*')) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && loopback.has(url.hostname)
}

/** Whether what was allowed before covers what is asked for now. */
export function coversScopes(allowed: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((scope) => allowed.includes(scope))
}

export interface KeyTimes {
  id: string
  createdAt: Date
  signsFrom: Date
}

/**
 * Which keys are published, the one that signs first, and which are past. A key that signs takes the place of those before it.
 */
export function sortKeys<Key extends KeyTimes>(
  keys: readonly Key[],
  now: Date
): { published: Key[]; past: Key[] } {
  const newestFirst = keys.toSorted((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())
  const signing = newestFirst.find(({ signsFrom }) => signsFrom <= now)
  const ahead = newestFirst.filter(({ signsFrom }) => signsFrom > now)
  const behind = newestFirst.filter((key) => key !== signing && key.signsFrom <= now)
  const isPast = () =>
    signing !== undefined && now.getTime() - signing.signsFrom.getTime() > keyBehindHours * 3_600_000
  const past = behind.filter(isPast)
  const older = behind.filter((key) => !past.includes(key))
  return { published: [...(signing ? [signing] : []), ...ahead, ...older], past }
}

/** Whether it is time for another key: none signs soon, and the newest is old. */
export function needsKey(keys: readonly KeyTimes[], now: Date): boolean {
  const newest = keys.toSorted((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())[0]
  return !newest || now.getTime() - newest.signsFrom.getTime() > keyDaysMax * 24 * 3_600_000
}
