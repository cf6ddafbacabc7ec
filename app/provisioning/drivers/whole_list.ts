import { err, ok } from '#app/shared/result'
import type { PanelResult } from '#app/provisioning/drivers/contract'

interface Page<Row, Place> {
  rows: Row[]
  next: Place | null
}

/**
 * All pages of a list. Whoever compares by it would take what is missing for gone, so that the first pages of a list which is longer than anybody
 * means to read are no answer.
 */
export async function readWholeList<Row, Place>(
  readPage: (place: Place) => PanelResult<Page<Row, Place>>,
  { first, pagesMax }: { first: Place; pagesMax: number }
): PanelResult<Row[]> {
  const rows: Row[] = []
  let place: Place | null = first
  for (let page = 0; place !== null; page += 1) {
    if (page === pagesMax) {
      const message = `The panel has more than ${pagesMax} pages of a list, or says so of each one.`
      return err({ type: 'misconfigured', message })
    }
    const read: Awaited<ReturnType<typeof readPage>> = await readPage(place)
    if (!read.ok) return read
    rows.push(...read.value.rows)
    place = read.value.next
  }
  return ok(rows)
}
