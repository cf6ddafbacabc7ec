/** Minutes to wait after each failed try. After the last one the message is dead, and staff see it. */
const pauses = [1, 5, 15, 60, 180, 360, 720]

export type NextTry = { isDead: true } | { isDead: false; pauseMinutes: number }

/** @param attempts how many tries were made, the failed one included */
export function planRetry(attempts: number, failure: 'retry_later' | 'refused'): NextTry {
  const pauseMinutes = pauses[attempts - 1]
  return failure === 'refused' || pauseMinutes === undefined
    ? { isDead: true }
    : { isDead: false, pauseMinutes }
}
