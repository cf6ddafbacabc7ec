interface Pace {
  /** Between the first wish and the question: several things often happen together. */
  waitMs: number
  /** After a question that nobody answered. */
  retryMs: number
}

/**
 * Keeps what a page shows as new as what it has heard. One question at a time: of two at once the older may be answered last, and what it
 * says would stay. What is wished for meanwhile is asked afterwards, at the pace of the answers; what went unanswered is asked again.
 * @param ask resolves to whether there was an answer
 */
export function keepFresh(ask: () => Promise<boolean>, { waitMs, retryMs }: Pace) {
  const state = { isAsking: false, isWanted: false, isOver: false, paceMs: waitMs }
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = Infinity

  function askWithin(ms: number): void {
    const wishedAt = Date.now() + ms
    if (state.isOver || wishedAt >= dueAt) return
    clearTimeout(timer)
    dueAt = wishedAt
    timer = setTimeout(() => void askNow(), ms)
  }

  async function askNow(): Promise<void> {
    dueAt = Infinity
    state.isAsking = true
    state.isWanted = false
    const startedAt = Date.now()
    const isAnswered = await ask().catch(() => false)
    state.paceMs = Math.max(waitMs, Date.now() - startedAt)
    state.isAsking = false
    if (!isAnswered) askWithin(retryMs)
    if (state.isWanted) askWithin(isAnswered ? state.paceMs : retryMs)
  }

  return {
    /** Something happened that the page should show. */
    want(): void {
      if (state.isAsking) state.isWanted = true
      else askWithin(state.paceMs)
    },
    stop(): void {
      state.isOver = true
      clearTimeout(timer)
    },
  }
}
