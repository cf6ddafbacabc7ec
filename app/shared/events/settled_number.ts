import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

const waitsMax = 100
const waitMs = 20

/**
 * A number of the log of facts below which nothing can appear any more: whoever took a number up to it has ended. Nobody who writes waits
 * for this; it waits for them, up to two seconds. @returns null when somebody writes for longer
 */
export async function findSettledNumber(): Promise<bigint | null> {
  const through = await ask<{ last: bigint }>(sql`select last_value as last from events_seq_seq`)
  // In this order: whoever took a number up to here began before the next transaction.
  const next = await ask<{ xmax: string }>(sql`select pg_snapshot_xmax(pg_current_snapshot())::text as xmax`)
  for (let waits = 0; waits < waitsMax; waits += 1) {
    await pause(waitMs)
    const { ended } = await ask<{ ended: boolean }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot()) >= ${next.xmax}::xid8 as ended`
    )
    if (ended) return through.last
  }
  return null
}

function ask<Row>(question: ReturnType<typeof sql<unknown>>): Promise<Row> {
  return inReadTransaction(async () => (await question.execute(db)).rows[0] as Row)
}
