/** One page of a list, and the cursor of the next. Lists run from new to old by id (UUIDv7, so by time). */
export interface Page<T> {
  rows: T[]
  nextCursor: string | null
}

export const pageSizeDefault = 25
export const pageSizeMax = 100

/** Takes `size + 1` rows from a query and makes a page of them; the cursor is the last row's id. */
export function toPage<T extends { id: string }>(rows: T[], size: number): Page<T> {
  const page = rows.slice(0, size)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > size && last ? last.id : null }
}
