import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { addDuration } from '#app/shared/time/calendar'

/** What payments, refunds and disputes are asked in the same words. */

/**
 * Rows whose time to ask the gateway has come; put off a little, so that the next look does not queue them again.
 * @returns their ids
 */
export async function claimToCheck(
  table: 'payments' | 'refunds' | 'disputes',
  { now, limit, putOffMinutes = 2 }: { now: Date; limit: number; putOffMinutes?: number }
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(table)} set next_check_at = ${addDuration(now, { minutes: putOffMinutes })}
     where id in (select id from ${sql.table(table)} where next_check_at <= ${now}
                   order by next_check_at limit ${limit} for no key update skip locked)
    returning id`.execute(db)
  return rows.map(({ id }) => id)
}

/** A row by what its gateway calls it, or by our own id where a message told that. */
export function isAtGateway(gatewayId: string, { reference, id }: { reference: string; id: string | null }) {
  return sql<boolean>`(gateway_id = ${gatewayId}::uuid and (gateway_reference = ${reference} or id = ${id}::uuid))`
}

/** The row that a request of a customer began. */
export function isOfRequest(customerId: string, requestKey: string) {
  return sql<boolean>`(customer_id = ${customerId}::uuid and request_key = ${requestKey}::uuid)`
}
