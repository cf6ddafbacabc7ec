import type { Page } from '#app/shared/http/keyset'

export interface ListAnswer<T> {
  data: T[]
  next_cursor: string | null
}

/** A page as the API answers it. */
export function toListAnswer<Row, Shown>(page: Page<Row>, show: (row: Row) => Shown): ListAnswer<Shown> {
  return { data: page.rows.map((row) => show(row)), next_cursor: page.nextCursor }
}
