import { createHash } from 'node:crypto'

/** A whole number from 0 to `below`, exclusive. */
export type Chance = (below: number) => number

/** Numbers that a seed repeats: without a seed nobody finds again what went wrong. */
export function makeChance(seed: string): Chance {
  let state = createHash('sha256').update(seed).digest().readUInt32BE(0)
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
