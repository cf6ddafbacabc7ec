import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'

export interface ForgetQuestion {
  /** What is from before this instant. */
  before: Date
  /** Whose things are left alone: somebody forbade it. */
  exceptCustomers: readonly string[]
  limit: number
}

/** One thing that a rule would take away, as a person recognises it. */
export interface ForgettableRow {
  id: string
  customer_id: string | null
  label: string
  at: Date
}

/** Something old that a domain can forget, and what that would be. */
export interface Forgettable {
  /** The oldest ones. */
  list(question: ForgetQuestion): Promise<ForgettableRow[]>
  count(question: ForgetQuestion): Promise<number>
  /** @returns how many went */
  forget(question: ForgetQuestion): Promise<number>
}

/**
 * A kind of thing that can be forgotten, from two statements that agree on what it is.
 *
 * @param rows selects id, customer_id, label and at of what is old
 * @param forget takes the person out of those with the chosen ids, and returns an id for each
 */
export function forgettable(parts: {
  rows: (question: ForgetQuestion) => RawBuilder<unknown>
  forget: (ids: RawBuilder<unknown>) => RawBuilder<unknown>
}): Forgettable {
  const oldest = (question: ForgetQuestion) =>
    sql`(${parts.rows(question)}) order by at, id limit ${question.limit}`
  return {
    async list(question) {
      const { rows } = await sql<ForgettableRow>`${oldest(question)}`.execute(db)
      return rows
    },
    async count(question) {
      const { rows } = await sql<{
        count: number
      }>`select count(*)::integer as count from (${parts.rows(question)}) o`.execute(db)
      return rows[0]!.count
    },
    async forget(question) {
      const ids = sql`select o.id from (${oldest(question)}) o`
      const { rows } = await sql`${parts.forget(ids)}`.execute(db)
      return rows.length
    },
  }
}

/** Whether something belongs to nobody whose things are left alone. */
export function isOfNobodyHeld(
  customerId: RawBuilder<unknown>,
  { exceptCustomers }: ForgetQuestion
): RawBuilder<boolean> {
  return sql<boolean>`(${customerId} is null or ${customerId} <> all(${exceptCustomers as string[]}))`
}
