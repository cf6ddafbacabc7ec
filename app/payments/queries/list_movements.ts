import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import { type Movement, toMovement } from '#app/payments/records/movements'
import { type Payout, toPayout } from '#app/payments/records/payouts'

export interface MovementFilter {
  gatewayId: string
  status: Movement['status'] | null
  countsOn: string | null
  payoutReference: string | null
  before: string | null
  size: number
}

/** Movements of a gateway's account, newest first. */
export function listMovements(filter: MovementFilter): Promise<Page<Movement>> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('gateway_movements')
      .selectAll()
      .where('gateway_id', '=', filter.gatewayId)
      .$if(filter.status !== null, (query) => query.where('status', '=', filter.status!))
      .$if(filter.countsOn !== null, (query) => query.where('counts_on', '=', filter.countsOn!))
      .$if(filter.payoutReference !== null, (query) =>
        query.where('payout_reference', '=', filter.payoutReference!)
      )
      .$if(filter.before !== null, (query) => query.where('id', '<', filter.before!))
      .orderBy('id', 'desc')
      .limit(filter.size + 1)
      .execute()
    return toPage(rows.map(toMovement), filter.size)
  })
}

/** A payout and whether the movements that are known to be in it add up to it. */
export interface ListedPayout extends Payout {
  movementCount: number
  /** Net of what it was made of, without itself. */
  movementSum: bigint
}

/** Payouts of a gateway, newest first. */
export function listPayouts(filter: {
  gatewayId: string
  before: string | null
  size: number
}): Promise<Page<ListedPayout>> {
  return inReadTransaction(async () => {
    const rows = await db
      .selectFrom('gateway_payouts as p')
      .selectAll('p')
      .select([
        sql<number>`(select count(*)::int from gateway_movements m where m.tenant_id = p.tenant_id and m.gateway_id = p.gateway_id
          and m.payout_reference = p.reference and not (m.kind = 'payout' and m.object_reference = p.reference))`.as(
          'movement_count'
        ),
        sql<bigint>`(select coalesce(sum(m.net), 0)::bigint from gateway_movements m where m.tenant_id = p.tenant_id and m.gateway_id = p.gateway_id
          and m.payout_reference = p.reference and not (m.kind = 'payout' and m.object_reference = p.reference))`.as(
          'movement_sum'
        ),
      ])
      .where('p.gateway_id', '=', filter.gatewayId)
      .$if(filter.before !== null, (query) => query.where('p.id', '<', filter.before!))
      .orderBy('p.id', 'desc')
      .limit(filter.size + 1)
      .execute()
    const shown = rows.map((row) => ({
      ...toPayout(row),
      movementCount: row.movement_count,
      movementSum: row.movement_sum,
    }))
    return toPage(shown, filter.size)
  })
}
