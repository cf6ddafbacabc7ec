import { AsyncLocalStorage } from 'node:async_hooks'

/** How long somebody waits for the outside: until then for what is only asked, and until then for what acts. Instants of the process's own clock. */
export interface Patience {
  readUntil: number
  actUntil: number
}

/** A page says that something is slow rather than hanging with it; what acts gets more, since cut off it may have acted all the same. */
const patienceMs = { read: 6_000, act: 12_000 }

const storage = new AsyncLocalStorage<Patience>()

export function patienceFromNow({ read, act } = patienceMs): Patience {
  const now = performance.now()
  return { readUntil: now + read, actUntil: now + act }
}

/** Calls to the outside within end when patience does. Work that nobody looks at waits as long as the host's own deadline says. */
export function withPatience<T>(patience: Patience, run: () => T): T {
  return storage.run(patience, run)
}

/** What is left for one call; null where nobody waits. */
export function patienceLeftMs({ isRepeatable }: { isRepeatable: boolean }): number | null {
  const patience = storage.getStore()
  if (!patience) return null
  return Math.max(0, (isRepeatable ? patience.readUntil : patience.actUntil) - performance.now())
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
