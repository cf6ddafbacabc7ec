/**
 * Does the same for many rows, each in a transaction of its own, so that a broken one delays nobody else. What failed is thrown
 * together at the end: the sweep's record shows it, and the rows are found again.
 * @returns for how many it was done
 */
export async function eachAlone(ids: string[], run: (id: string) => Promise<unknown>): Promise<number> {
  const failures: Error[] = []
  for (const id of ids) {
    await run(id).catch((error: unknown) => {
      failures.push(
        new Error(`${id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      )
    })
  }
  if (failures.length === 1) throw failures[0]!
  if (failures.length > 1) {
    throw new AggregateError(failures, `${failures.length} of ${ids.length} failed; ${failures[0]!.message}`)
  }
  return ids.length
}
