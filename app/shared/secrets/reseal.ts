import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { currentKeyId, seal, type SealedSecret, unseal } from '#app/shared/secrets/keyring'

/** A column in which secrets lie sealed. */
export interface SealedPlace {
  table: string
  /** Of type jsonb: a sealed secret, or an object that has one under the name in `within`. */
  column: string
  within?: string
  /** SQL of what each is bound to, from the columns of its row: `'panel:' || t.id`. */
  context: string
}

interface SealedRow {
  place: string
  context: string
  sealed: SealedSecret
}

/**
 * Seals some of a tenant's secrets of one place anew under the newest key. What another transaction holds is left for the next call, so
 * that nobody waits; what was done is committed, so that a run that was ended goes on where it stopped.
 * @returns how many were sealed anew
 */
export function resealSome(place: SealedPlace, limit: number): Promise<number> {
  const { table, column, within, context } = place
  const target = sql.table(table)
  const sealedAt = sealedIn(place)
  return inTransaction(async () => {
    const { rows } = await sql<SealedRow>`
      select t.ctid::text as place, ${sql.raw(context)} as context, ${sealedAt} as sealed from ${target} t
       where ${sealedAt}->>'keyId' <> ${currentKeyId()} limit ${limit} for no key update of t skip locked`.execute(
      db
    )
    if (rows.length === 0) return 0
    const places = rows.map(({ place: at }) => at)
    const sealed = rows.map((row) => JSON.stringify(seal(unseal(row.sealed, row.context), row.context)))
    const value = within ? sql`jsonb_set(t.${sql.ref(column)}, array[${within}], v.sealed)` : sql`v.sealed`
    await sql`
      update ${target} t set ${sql.ref(column)} = ${value}
        from (select unnest(${places}::tid[]) as place, unnest(${sealed}::jsonb[]) as sealed) v
       where t.ctid = v.place`.execute(db)
    return rows.length
  })
}

/** How many of a tenant's secrets of one place still need an older key, by the key's id. */
export function countOlder(place: SealedPlace): Promise<Record<string, number>> {
  const sealedAt = sealedIn(place)
  return inReadTransaction(async () => {
    const { rows } = await sql<{ id: string; count: number }>`
      select ${sealedAt}->>'keyId' as id, count(*)::integer as count from ${sql.table(place.table)} t
       where ${sealedAt}->>'keyId' <> ${currentKeyId()} group by 1`.execute(db)
    return Object.fromEntries(rows.map(({ id, count }) => [id, count]))
  })
}

function sealedIn({ column, within }: SealedPlace) {
  const at = sql`t.${sql.ref(column)}`
  return within ? sql`(${at}->${within}::text)` : at
}
