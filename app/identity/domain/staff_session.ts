const minuteMs = 60_000

/** When a session began and when its person last did something, in milliseconds. */
export interface SessionAge {
  beganAt: number
  /** Null before it was first written down: as old as the session. */
  seenAt: number | null
}

/** Whether a session of staff still counts: neither too old nor too long without anything done. */
export function isStaffSessionAlive(
  { beganAt, seenAt }: SessionAge,
  now: number,
  { idleMinutes, sessionHours }: { idleMinutes: number; sessionHours: number }
): boolean {
  return now - beganAt < sessionHours * 60 * minuteMs && now - (seenAt ?? beganAt) < idleMinutes * minuteMs
}

/** Written down once a minute: a page view must not cost a write. */
export function isWorthNoting({ beganAt, seenAt }: SessionAge, now: number): boolean {
  return now - (seenAt ?? beganAt) >= minuteMs
}

/** Customers sign in anew after this long, however much they did. */
export const customerSessionDays = 90

export function isCustomerSessionAlive({ beganAt }: SessionAge, now: number): boolean {
  return now - beganAt < customerSessionDays * 24 * 60 * minuteMs
}

/** Whether a person did something, or an open page asked for its own news, which keeps nobody signed in. */
export function isDoneByPerson(request: {
  path: string
  isPartial: boolean
  isForScript: boolean
  isRefresh: boolean
}): boolean {
  const { path, isPartial, isForScript, isRefresh } = request
  return path !== '/live-ticket' && !isPartial && !isForScript && !isRefresh
}
