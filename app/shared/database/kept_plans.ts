/** Each connection keeps a plan for each name; so many it may, and no more, or connections grow. */
const namesMaxUnlessAsked = 300
const wordingsMax = 2_000

const state = {
  namesMax: namesMaxUnlessAsked,
  names: new Map<string, string>(),
  seen: new Set<string>(),
  generation: 0,
}

/**
 * Begins a statement whose best plan hangs on its values: a search that finds millions by one and nothing by another. No plan of it is kept, so
 * that each is made for what is asked.
 */
export const plannedEachTime = '/* planned each time */'

/** For a process that does what several processes do elsewhere, on few connections. */
export function keepPlans(namesMax: number): void {
  state.namesMax = namesMax
}

/**
 * The name under which connections keep the plan of a statement. One that is asked for the first time gets none: lists of
 * different length make texts that never come again.
 */
export function planName(sql: string): string | undefined {
  if (sql.startsWith(plannedEachTime)) return undefined
  const known = state.names.get(sql)
  if (known || state.names.size >= state.namesMax) return known
  if (!state.seen.has(sql)) {
    if (state.seen.size >= wordingsMax) state.seen.clear()
    state.seen.add(sql)
    return undefined
  }
  const name = `kept_${state.generation}_${state.names.size}`
  state.names.set(sql, name)
  return name
}

/**
 * PostgreSQL refuses a kept plan once a migration changed what the statement answers ("cached plan must not change result
 * type"). All are made anew then, under other names.
 * @returns whether that is what went wrong
 */
export function forgetStalePlans(error: unknown): boolean {
  const isStale = (error as { code?: unknown } | null)?.code === '0A000'
  if (!isStale) return false
  state.names.clear()
  state.generation += 1
  return true
}
