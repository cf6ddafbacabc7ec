import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { GatewayPayouts } from '#app/shared/database/schema'
import type { GatewayPayout } from '#app/payments/domain/gateway_values'

/** Money that a gateway sends to our bank. */
export interface Payout extends GatewayPayout {
  id: string
  gatewayId: string
  countsOn: string
  isArrivalBooked: boolean
}

/** Writes down what the gateway says of a payout. @returns it as it is known now, locked */
export async function savePayout(payout: Omit<Payout, 'isArrivalBooked'>, updatedAt: Date): Promise<Payout> {
  const changing = { status: payout.state, arrives_on: payout.arrivesOn, updated_at: updatedAt }
  const row = await db
    .insertInto('gateway_payouts')
    .values({
      id: payout.id,
      gateway_id: payout.gatewayId,
      reference: payout.reference,
      amount: payout.money.amount,
      currency: payout.money.currency,
      paid_out_at: payout.createdAt,
      counts_on: payout.countsOn,
      created_at: updatedAt,
      ...changing,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'gateway_id', 'reference']).doUpdateSet(changing)
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return toPayout(row)
}

export async function markArrival(id: string, isArrivalBooked: boolean): Promise<void> {
  await db
    .updateTable('gateway_payouts')
    .set({ is_arrival_booked: isArrivalBooked })
    .where('id', '=', id)
    .execute()
}

export function toPayout(row: Selectable<GatewayPayouts>): Payout {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    reference: row.reference,
    state: row.status as Payout['state'],
    money: { amount: row.amount, currency: row.currency },
    arrivesOn: row.arrives_on,
    createdAt: row.paid_out_at,
    countsOn: row.counts_on,
    isArrivalBooked: row.is_arrival_booked,
  }
}
