/**
 * Which seeds of the long simulated years have run, how, and which come next. Each run is a line of JSON in a file, so that ten seeds are
 * gathered over nights, whatever ends a night.
 *
 * @typedef {{ customers: number, months: number, faults: number }} Size
 * @typedef {Size & {
 *   seed: number, commit: string, isDirty: boolean, result: 'clean' | 'found' | 'could not run',
 *   startedAt: string, endedAt: string, seconds: number, log: string
 * }} SeedRun
 */

/** @param {string} text @returns {SeedRun[]} a line that was cut off with its night is none */
export function readRuns(text) {
  return text.split('\n').flatMap((line) => {
    try {
      return line.trim() === '' ? [] : [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

/** @param {readonly SeedRun[]} runs @param {Size} size @returns {Map<number, SeedRun>} the last run of each seed at this size */
export function lastRuns(runs, { customers, months, faults }) {
  const alike = runs.filter((run) => run.customers === customers && run.months === months && run.faults === faults) // prettier-ignore
  return new Map(alike.map((run) => [run.seed, run]))
}

/**
 * What found something is run again first, once there is another commit to run it with; then come seeds that never ran to their end.
 * @param {ReadonlyMap<number, SeedRun>} last @param {{ from: number, commit: string }} present
 * @returns {number | null} null never, but for seeds that are all used up
 */
export function nextSeed(last, { from, commit }) {
  const toRepeat = [...last.values()].find(({ result, commit: ranWith }) => result !== 'clean' && ranWith !== commit) // prettier-ignore
  if (toRepeat) return toRepeat.seed
  for (let seed = from; seed <= 4_294_967_295; seed += 1) if (!last.has(seed)) return seed
  return null
}

/** @param {ReadonlyMap<number, SeedRun>} last @returns {string[]} one line for each seed, and how many were clean */
export function describeRuns(last) {
  const runs = [...last.values()].toSorted((a, b) => a.seed - b.seed)
  const clean = runs.filter(({ result }) => result === 'clean').length
  return [
    ...runs.map(
      ({ seed, result, seconds, commit, isDirty, endedAt, log }) =>
        `seed ${seed}  ${result}  ${Math.round(seconds / 60)} min  ${commit.slice(0, 8)}${isDirty ? ' with changes' : ''}  ${endedAt}${result === 'clean' ? '' : `  see ${log}`}`
    ),
    `${clean} of ${runs.length} seeds were clean.`,
  ]
}
