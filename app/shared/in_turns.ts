import { setImmediate as letOthersGo } from 'node:timers/promises'

/** Few: whoever holds the numbers of a billing run waits for a turn of each other lane at each of its statements. */
const valuesPerTurn = 5

/**
 * Maps many values to others a few at a time. Answers that came in meanwhile are taken up between two turns: whoever waits for one, and
 * may hold what others wait for, does not wait for all of this.
 */
export async function inTurns<From, To>(
  values: readonly From[],
  toOther: (value: From, index: number) => To
): Promise<To[]> {
  const others: To[] = []
  for (const [index, value] of values.entries()) {
    if (index > 0 && index % valuesPerTurn === 0) await letOthersGo()
    others.push(toOther(value, index))
  }
  return others
}
