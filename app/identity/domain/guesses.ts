/** Wrong guesses older than this are forgotten. */
export const guessMemoryMs = 15 * 60_000

/** Mistakes that cost no wait: people mistype. */
const freeGuesses = 5
/** Of one secret by all strangers together: many networks must not make many guesses. */
export const freeGuessesOfStrangers = 100
const waitMsMax = 15 * 60_000

/**
 * How long a secret must not be tried again after so many wrong guesses in a row: not at all at first, then ten seconds, doubling with
 * each further one, up to a quarter of an hour. Ten guesses in a quarter of an hour, and then four in an hour, find no password.
 */
export function waitAfterGuesses(count: number, free = freeGuesses): number {
  if (count < free) return 0
  return Math.min(waitMsMax, 10_000 * 2 ** Math.min(count - free, 20))
}

export interface Guesses {
  count: number
  guessed_at: Date
  next_at: Date
}

export type GuessDecision = { isAllowed: false; nextAt: Date } | { isAllowed: true; guesses: Guesses }

/** Whether another guess may be made now, and how they then count. A guess that has to wait does not make the wait longer. */
export function decideGuess(before: Guesses | null, now: Date, free = freeGuesses): GuessDecision {
  if (before && now < before.next_at) return { isAllowed: false, nextAt: before.next_at }
  const isForgotten = !before || now.getTime() - before.guessed_at.getTime() > guessMemoryMs
  const count = isForgotten ? 1 : before.count + 1
  const nextAt = new Date(now.getTime() + waitAfterGuesses(count, free))
  return { isAllowed: true, guesses: { count, guessed_at: now, next_at: nextAt } }
}

/** Whose password is guessed, and by whom: what a claim is counted under. */
export interface GuessClaim {
  about: string
  free?: number
}

/**
 * How tries of a password count. A browser that has signed in before counts for itself, so that nobody else's wrong guesses keep a
 * person out; strangers count by their network, and all together.
 */
export function claimsOfPassword(
  email: string,
  by: { browserId: string | null; network: string }
): GuessClaim[] {
  if (by.browserId) return [{ about: `password:browser:${by.browserId}` }]
  return [
    { about: `password:network:${by.network}:${email}` },
    { about: `password:strangers:${email}`, free: freeGuessesOfStrangers },
  ]
}

/** Tries of the own password by somebody who is signed in: a found browser must not become a known password. */
export function claimsOfOwnPassword(userId: string): GuessClaim[] {
  return [{ about: `password:own:${userId}` }]
}
