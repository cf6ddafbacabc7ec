import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { GatewayMovements } from '#app/shared/database/schema'
import type { GatewayMovement } from '#app/payments/domain/gateway_values'
import type { Match, MovementProblem, SettledRecord } from '#app/payments/domain/settlement'

/** A movement on a gateway's account, as it was told, and what we made of it. */
export interface Movement extends GatewayMovement {
  id: string
  gatewayId: string
  countsOn: string
  status: 'unmatched' | 'matched' | 'answered'
  problem: MovementProblem | null
  matched: { kind: SettledRecord['kind']; id: string } | null
  answer: { is: 'fee' | 'difference'; by: string | null; note: string; at: Date } | null
}

export interface NewMovement extends GatewayMovement {
  id: string
  gatewayId: string
  countsOn: string
}

/**
 * Keeps movements once, all as unmatched. One that is known gets the payout it went out with.
 * @returns the references of those that are new
 */
export async function insertMovements(movements: NewMovement[], createdAt: Date): Promise<Set<string>> {
  if (movements.length === 0) return new Set()
  const rows = await db
    .insertInto('gateway_movements')
    .values(
      movements.map((movement) => ({
        id: movement.id,
        gateway_id: movement.gatewayId,
        reference: movement.reference,
        kind: movement.kind,
        object_reference: movement.objectReference,
        gross: movement.gross,
        fee: movement.fee,
        net: movement.net,
        currency: movement.currency,
        exchanged_amount: movement.exchanged?.money.amount ?? null,
        exchanged_currency: movement.exchanged?.money.currency ?? null,
        exchange_rate: movement.exchanged?.rate ?? null,
        moved_at: movement.createdAt,
        available_at: movement.availableAt,
        payout_reference: movement.payoutReference,
        counts_on: movement.countsOn,
        status: 'unmatched',
        problem: 'unknown_object',
        created_at: createdAt,
      }))
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'gateway_id', 'reference']).doUpdateSet({
        payout_reference: sql`coalesce(excluded.payout_reference, gateway_movements.payout_reference)`,
        available_at: sql`coalesce(excluded.available_at, gateway_movements.available_at)`,
      })
    )
    .returning(['reference', sql<boolean>`(xmax = 0)`.as('is_new')])
    .execute()
  return new Set(rows.filter((row) => row.is_new).map((row) => row.reference))
}

/** Movements that wait for a record of ours, oldest first; locked, so that two looks at once decide each once. */
export async function lockUnmatched(
  gatewayId: string,
  { references, limit }: { references?: readonly string[]; limit: number }
): Promise<Movement[]> {
  const rows = await db
    .selectFrom('gateway_movements')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('status', '=', 'unmatched')
    .$if(references !== undefined, (query) => query.where('reference', 'in', [...references!]))
    .orderBy('id')
    .limit(limit)
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  return rows.map(toMovement)
}

export async function lockMovement(id: string): Promise<Movement | null> {
  const row = await db
    .selectFrom('gateway_movements')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toMovement(row) : null
}

export async function findMovement(id: string): Promise<Movement | null> {
  const row = await db.selectFrom('gateway_movements').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toMovement(row) : null
}

/** Writes down what each movement was found to be, with one statement. */
export async function saveMatches(decisions: { movement: Movement; match: Match }[]): Promise<void> {
  if (decisions.length === 0) return
  const rows = decisions.map(({ movement, match }) => ({
    id: movement.id,
    status: match.type,
    problem: match.type === 'unmatched' ? match.problem : null,
    matched_kind: match.type === 'matched' ? match.record.kind : null,
    matched_id: match.type === 'matched' ? match.record.id : null,
    counted_amount: match.type === 'matched' ? String(match.counted.amount) : null,
    counted_currency: match.type === 'matched' ? match.counted.currency : null,
  }))
  await sql`
    update gateway_movements m
       set status = r.status, problem = r.problem, matched_kind = r.matched_kind, matched_id = r.matched_id,
           counted_amount = r.counted_amount, counted_currency = r.counted_currency
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, status text, problem text, matched_kind text, matched_id uuid, counted_amount bigint, counted_currency text)
     where m.id = r.id and (m.status, m.problem) is distinct from (r.status, r.problem)`.execute(db)
}

/** Which records of ours movements account for already: `<record>|<kind>|in` or `…|out`. */
export async function readCounted(gatewayId: string, recordIds: string[]): Promise<Set<string>> {
  if (recordIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('gateway_movements')
    .select(['matched_id', 'kind', 'gross'])
    .where('gateway_id', '=', gatewayId)
    .where('matched_id', 'in', recordIds)
    .execute()
  return new Set(rows.map((row) => countKey(row.matched_id!, row)))
}

export function countKey(recordId: string, { kind, gross }: { kind: string; gross: bigint }): string {
  return `${recordId}|${kind}|${gross < 0n ? 'out' : 'in'}`
}

export async function saveAnswer(
  id: string,
  answer: { is: 'fee' | 'difference'; by: string | null; note: string; at: Date }
): Promise<void> {
  await db
    .updateTable('gateway_movements')
    .set({
      status: 'answered',
      problem: null,
      answer: answer.is,
      answered_by: answer.by,
      answer_note: answer.note,
      answered_at: answer.at,
    })
    .where('id', '=', id)
    .execute()
}

export function toMovement(row: Selectable<GatewayMovements>): Movement {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    reference: row.reference,
    kind: row.kind as Movement['kind'],
    objectReference: row.object_reference,
    gross: row.gross,
    fee: row.fee,
    net: row.net,
    currency: row.currency,
    exchanged:
      row.exchanged_amount === null
        ? null
        : {
            money: { amount: row.exchanged_amount, currency: row.exchanged_currency! },
            rate: row.exchange_rate!,
          },
    createdAt: row.moved_at,
    availableAt: row.available_at,
    payoutReference: row.payout_reference,
    countsOn: row.counts_on,
    status: row.status as Movement['status'],
    problem: row.problem as Movement['problem'],
    matched: row.matched_id ? { kind: row.matched_kind as SettledRecord['kind'], id: row.matched_id } : null,
    answer: row.answer
      ? {
          is: row.answer as 'fee' | 'difference',
          by: row.answered_by,
          note: row.answer_note!,
          at: row.answered_at!,
        }
      : null,
  }
}
