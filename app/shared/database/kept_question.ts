import type { Compilable, CompiledQuery } from 'kysely'
import { db } from '#app/shared/database/db'

/** Stands in the words of a question for a value that comes when it is asked. */
class Place {
  constructor(readonly name: string) {}
}

/** Says where in a question a named value goes. */
export type Slot<Name extends string> = (name: Name) => string

/**
 * A question that is asked all the time in the same words. It is put into words once, when it is first asked; after that only
 * its values change.
 * @param build makes the question, with `slot('name')` wherever it has a value
 */
export function keptQuestion<Name extends string, Row>(
  build: (slot: Slot<Name>) => Compilable<Row>
): (values: Record<Name, string>) => Promise<Row[]> {
  const state: { worded: CompiledQuery<Row> | null } = { worded: null }
  return async (values) => {
    state.worded ??= build((name) => new Place(name) as unknown as string).compile()
    const parameters = state.worded.parameters.map((value) =>
      value instanceof Place ? values[value.name as Name] : value
    )
    const { rows } = await db.executeQuery<Row>({ ...state.worded, parameters })
    return rows
  }
}
