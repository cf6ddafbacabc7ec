import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

/** The next number of a quote; taken when it is sent, with the sending, so that none is lost. */
export async function takeOfferNumber(): Promise<bigint> {
  const { rows } = await sql<{ number: bigint }>`
    insert into number_series as s (series, prefix, next_number) values ('offer', 'Q-', 2)
    on conflict (tenant_id, series) do update set next_number = s.next_number + 1
    returning next_number - 1 as number`.execute(db)
  return rows[0]!.number
}
