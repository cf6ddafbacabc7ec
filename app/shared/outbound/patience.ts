import { AsyncLocalStorage } from 'node:async_hooks'

/** How long somebody waits for the outside: for one call that only asks, for one that acts, and until when in all, by the process's own clock. */
export interface Patience {
  readMs: number
  actMs: number
  until: number
}

/**
 * A page says that something is slow rather than hanging with it. What acts gets more, since cut off it may have acted all the same, and there is
 * time left to look whether it did.
 */
const patienceMs = { readMs: 6_000, actMs: 12_000, allMs: 18_000 }

const storage = new AsyncLocalStorage<Patience>()

export function patienceFromNow({ readMs, actMs, allMs } = patienceMs): Patience {
  return { readMs, actMs, until: performance.now() + allMs }
}

/** Calls to the outside within end when patience does. Work that nobody looks at waits as long as the host's own deadline says. */
export function withPatience<T>(patience: Patience, run: () => T): T {
  return storage.run(patience, run)
}

/** What one call may take; null where nobody waits. */
export function patienceLeftMs({ isRepeatable }: { isRepeatable: boolean }): number | null {
  const patience = storage.getStore()
  if (!patience) return null
  const { readMs, actMs, until } = patience
  return Math.max(0, Math.min(isRepeatable ? readMs : actMs, until - performance.now()))
}

/** The same thing, all of whose methods are called with patience, those of its parts as well. */
export function impatient<T extends object>(target: T, patience: Patience): T {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name)
      if (typeof value === 'function')
        return (...given: unknown[]): unknown =>
          withPatience(patience, () => (value as (...all: unknown[]) => unknown).apply(of, given))
      return typeof value === 'object' && value !== null ? impatient(value, patience) : value
    },
  })
}
