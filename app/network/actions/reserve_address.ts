import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { isWorldwide, readNetwork, showNetwork } from '#app/network/domain/addresses'
import { restsUntil } from '#app/network/domain/holdings'
import { poolAround } from '#app/network/domain/pools'
import { addressReservationEnded, addressReserved } from '#app/network/events'
import {
  endHoldings,
  type HoldingRow,
  insertHoldings,
  listOverlapping,
  lockHolding,
  lockNetworks,
} from '#app/network/records/address_holdings'
import { listPoolRows } from '#app/network/records/address_pools'

export type ReserveAddressError =
  | { type: 'address_malformed' }
  | { type: 'address_in_no_pool' }
  | { type: 'address_held'; holdingId: string }
  | { type: 'address_rests'; until: Date }
  | { type: 'reservation_not_found' }

/** Keeps an address, or a network, for a purpose of staff: a router, a load balancer, a customer to come. */
@inject()
export class ReserveAddress {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(wish: { address: string; note: string }): Promise<Result<HoldingRow, ReserveAddressError>> {
    return inTransaction(async () => {
      const network = readNetwork(wish.address)
      if (!network || !isWorldwide(network)) return err({ type: 'address_malformed' })
      const pool = poolAround(await listPoolRows(), network)
      if (!pool) return err({ type: 'address_in_no_pool' })
      lockNetworks([network])
      const past = await listOverlapping(network, 1000)
      const present = past.find(({ endedAt }) => endedAt === null)
      if (present) return err({ type: 'address_held', holdingId: present.id })
      const now = this.clock.wall()
      const rest = past
        .filter(({ serviceId }) => serviceId !== null)
        .map(({ endedAt }) => restsUntil(endedAt!, pool.quarantineHours))
        .find((until) => until > now)
      if (rest) return err({ type: 'address_rests', until: rest })
      const holding = { ...nobody, id: newId(), network, poolId: pool.id, note: wish.note, startedAt: now }
      await insertHoldings([holding])
      await this.tell(addressReserved, holding)
      return ok(holding)
    })
  }

  end(holdingId: string): Promise<Result<void, ReserveAddressError>> {
    return inTransaction(async () => {
      const holding = await lockHolding(holdingId)
      if (!holding || holding.serviceId || holding.endedAt) return err({ type: 'reservation_not_found' })
      await endHoldings([holdingId], this.clock.wall())
      await this.tell(addressReservationEnded, holding)
      return ok()
    })
  }

  private tell(kind: typeof addressReserved, { id, network, note }: HoldingRow): Promise<void> {
    const data = { address: showNetwork(network), serviceId: null, note }
    return this.events.record([fact(kind, { kind: 'address_holding', id }, { data })])
  }
}

const nobody = {
  serviceId: null,
  customerId: null,
  panelId: null,
  hostname: null,
  panelName: null,
  isShared: false,
  isContested: false,
  endedAt: null,
}
