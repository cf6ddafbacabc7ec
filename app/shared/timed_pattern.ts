import { createContext, Script } from 'node:vm'

/** A pattern that is read as its writer meant is done in a hundredth of this. */
const millisecondsMax = 50
const slowMax = 1_000

/** Patterns that took too long once: they are not tried again, or every question would take as long. */
const slow = new Set<string>()
const room: { source: string; flags: string; value: string } = Object.assign(
  createContext(Object.create(null)),
  {
    source: '',
    flags: '',
    value: '',
  }
)
const script = new Script('new RegExp(source, flags).test(value)')

/**
 * Whether a text matches a pattern that somebody outside wrote, over a text that a third wrote: together they may take longer than the world will
 * last, and the process would answer nobody meanwhile. Null where that is not found out in time.
 * @throws {SyntaxError} where it is no pattern here
 */
export function matchesInTime(
  { source, flags }: { source: string; flags: string },
  value: string
): boolean | null {
  const name = `${flags} ${source}`
  if (slow.has(name)) return null
  // As the same error of this side, which the one within is not.
  void new RegExp(source, flags)
  Object.assign(room, { source, flags, value })
  try {
    return script.runInContext(room, { timeout: millisecondsMax }) === true
  } catch (error) {
    // It may come from either side, so that `instanceof` tells nothing.
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    if (slow.size >= slowMax) slow.clear()
    slow.add(name)
    return null
  }
}
