import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a column begins with a text. Written as a range because `like` is not leakproof: under row level security the
 * database would not use an index for it (the columns carry one of text_pattern_ops).
 */
export function startsWith(column: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  return sql<boolean>`(${column} ~>=~ ${text} and ${column} ~<~ ${`${text}\u{10FFFF}`})`
}
