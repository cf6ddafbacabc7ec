import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import type { GatewayMovement } from '#app/payments/domain/gateway_values'
import { type Match, matchMovement, type SettledRecord } from '#app/payments/domain/settlement'
import { bookMatch } from '#app/payments/domain/settlement_bookings'
import type { Gateway } from '#app/payments/records/gateways'
import {
  countKey,
  insertMovements,
  lockMovement,
  lockUnmatched,
  type Movement,
  readCounted,
  saveMatches,
} from '#app/payments/records/movements'
import { findSettledRecords } from '#app/payments/records/settled_records'

const chunk = 200

/** A payment that the gateway took and of which we do not know it yet: it has to be asked for. */
export interface UnbookedPayment {
  paymentId: string
}

/**
 * Keeps what a gateway told of its account, matches each movement with our own record to the cent, and books what that adds: fees,
 * exchange, payouts. Told again, killed in between or run twice at once, it comes to the same: a movement is kept, matched and booked once.
 */
@inject()
export class TakeDownMovements {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries
  ) {}

  /** @returns how many were new */
  async keep(gateway: Gateway, told: readonly GatewayMovement[]): Promise<number> {
    let fresh = 0
    const oldestFirst = told.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    for (let start = 0; start < oldestFirst.length; start += chunk) {
      fresh += await this.keepChunk(gateway, oldestFirst.slice(start, start + chunk))
    }
    return fresh
  }

  /** Tries all that is unmatched again: what they are about may have become known since. */
  matchAgain(gateway: Gateway, limit: number): Promise<UnbookedPayment[]> {
    return inTransaction(async () => this.match(gateway, await lockUnmatched(gateway.id, { limit })))
  }

  matchOne(gateway: Gateway, movementId: string): Promise<UnbookedPayment[]> {
    return inTransaction(async () => {
      const movement = await lockMovement(movementId)
      return movement?.status === 'unmatched' ? this.match(gateway, [movement]) : []
    })
  }

  private keepChunk(gateway: Gateway, told: readonly GatewayMovement[]): Promise<number> {
    return inTransaction(async () => {
      const records = await findSettledRecords(gateway.id, referencesOf(told))
      const rows = told.map((movement) => ({
        ...movement,
        id: newId(),
        gatewayId: gateway.id,
        countsOn: this.countsOn(movement, records),
      }))
      const fresh = await insertMovements(rows, this.clock.now())
      const references = [...fresh]
      if (references.length > 0)
        await this.match(gateway, await lockUnmatched(gateway.id, { references, limit: chunk }))
      return fresh.size
    })
  }

  private async match(gateway: Gateway, movements: Movement[]): Promise<UnbookedPayment[]> {
    const records = await findSettledRecords(gateway.id, referencesOf(movements))
    const counted = await readCounted(
      gateway.id,
      records.map(({ id }) => id)
    )
    const decisions: { movement: Movement; match: Match }[] = []
    for (const movement of movements) {
      const match = matchMovement(movement, records, ({ id }) => counted.has(countKey(id, movement)))
      if (match.type === 'matched') counted.add(countKey(match.record.id, movement))
      decisions.push({ movement, match })
    }
    await saveMatches(decisions)
    await this.postEntries.execute(
      decisions.flatMap(({ movement, match }) =>
        match.type === 'matched'
          ? bookMatch({ ...movement, ledgerCode: gateway.ledgerCode }, match.record)
          : []
      )
    )
    return decisions.flatMap(({ match }) =>
      match.type === 'unmatched' && match.problem === 'not_booked' && match.record?.kind === 'payment'
        ? [{ paymentId: match.record.id }]
        : []
    )
  }

  /** The day of our own booking, so that books and account agree day by day; without one, the day it moved by the tenant's calendar. */
  private countsOn(movement: GatewayMovement, records: SettledRecord[]): string {
    const booked =
      movement.kind === 'payment' &&
      records.find(({ kind, reference }) => kind === 'payment' && reference === movement.objectReference)
    return (booked && booked.bookedOn) || tenantDay(this.clock, movement.createdAt)
  }
}

/** An instant of the outside world as a day of the tenant's calendar, whose clock may have been moved. */
export function tenantDay(clock: Clock, instant: Date): string {
  const shiftMs = clock.now().getTime() - clock.wall().getTime()
  return dateIn(currentTenant().timeZone, new Date(instant.getTime() + shiftMs))
}

function referencesOf(movements: readonly { objectReference: string | null }[]): string[] {
  return [...new Set(movements.flatMap(({ objectReference }) => (objectReference ? [objectReference] : [])))]
}
