import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { type EventKind, fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { showNetwork } from '#app/network/domain/addresses'
import {
  compareHoldings,
  readReported,
  type ReportedAddress,
  restsUntil,
  type SeenAddress,
  settleClaim,
} from '#app/network/domain/holdings'
import { type Pool, poolAround } from '#app/network/domain/pools'
import { addressAssigned, addressContested, addressReleased, addressReusedEarly } from '#app/network/events'
import {
  endHoldings,
  type HoldingRow,
  insertHoldings,
  listHeldByService,
  listOverlapping,
  lockHolder,
  lockNetworks,
} from '#app/network/records/address_holdings'
import { listPoolRows } from '#app/network/records/address_pools'

export interface AddressHolder {
  serviceId: string
  customerId: string
  panelId: string
  hostname: string
  panelName: string
}

export interface NoteAddressesInput {
  holder: AddressHolder
  /** Everything that the server has now; nothing when it is gone. */
  addresses: readonly ReportedAddress[]
  /** Of the real world: when it was seen. */
  at: Date
}

/** How far back an address is looked at: who holds it now, and who held it last. */
const pastMax = 50

/** Keeps who holds which address from when until when, as the panel of a service says. Noted again, nothing changes. */
@inject()
export class NoteAddresses {
  constructor(private events: EventLog) {}

  /** @returns how many holdings began or ended */
  execute({ holder, addresses, at }: NoteAddressesInput): Promise<number> {
    return inTransaction(async () => {
      lockHolder(holder.serviceId)
      const held = await listHeldByService(holder.serviceId)
      const seen = readReported(addresses)
      const { ended, begun } = compareHoldings(held, seen)
      // A contested claim is made anew with every look, so that it counts as soon as the other is gone.
      const contested = held.filter((one) => one.isContested && !ended.includes(one))
      const carried = held.filter(
        (one) => one.panelId !== holder.panelId && !ended.includes(one) && !one.isContested
      )
      if (ended.length + begun.length + contested.length + carried.length === 0) return 0
      await this.end(ended, at)
      lockNetworks([...begun, ...contested, ...carried].map(({ network }) => network))
      await this.carry(carried, { holder, at })
      const pools = begun.length > 0 ? await listPoolRows() : []
      for (const address of begun) await this.begin({ address, holder, pools, at })
      const settled = await this.settleContested(contested, { holder, at })
      return ended.length + begun.length + carried.length + settled
    })
  }

  private async end(ended: readonly HoldingRow[], at: Date): Promise<void> {
    await endHoldings(
      ended.map(({ id }) => id),
      at
    )
    await this.events.record(ended.map((holding) => about(addressReleased, holding)))
  }

  /** Its server stands on another panel now and has them still: held on without a gap, and what was keeps the panel that it was on. */
  private async carry(carried: readonly HoldingRow[], { holder, at }: { holder: AddressHolder; at: Date }) {
    await endHoldings(
      carried.map(({ id }) => id),
      at
    )
    await insertHoldings(
      carried.map((one) => ({
        ...one,
        ...holder,
        id: newId(),
        startedAt: latest([at, one.startedAt]),
        endedAt: null,
      }))
    )
  }

  private async begin({ address, holder, pools, at }: Beginning): Promise<void> {
    const { network, isShared } = address
    const past = isShared ? [] : await listOverlapping(network, pastMax)
    const { lost, isContested } = settleClaim(
      past.filter(({ endedAt }) => endedAt === null),
      holder.panelId
    )
    const gone = past.filter(({ id }) => lost.some((rival) => rival.id === id))
    await this.end(gone, at)
    const holding = {
      ...holder,
      id: newId(),
      network,
      poolId: poolAround(pools, network)?.id ?? null,
      note: '',
      isShared,
      isContested,
      startedAt: latest([at, ...past.flatMap((one) => one.endedAt ?? one.startedAt)]),
      endedAt: null,
    }
    await insertHoldings([holding])
    const heldBy = past.find(({ endedAt, id }) => endedAt === null && !lost.some((one) => one.id === id))
    await this.events.record([
      about(addressAssigned, holding),
      ...(isContested ? [about(addressContested, holding, { heldBy: heldBy?.serviceId ?? null })] : []),
      ...this.reuse(holding, { past, pools, at }),
    ])
  }

  /** What should still have rested: told when it went to somebody else, because their mail may be blocked for what the one before did. */
  private reuse(
    holding: HoldingRow,
    { past, pools, at }: { past: HoldingRow[]; pools: Pool[]; at: Date }
  ): NewFact[] {
    const pool = pools.find(({ id }) => id === holding.poolId)
    const last = past.find(({ serviceId }) => serviceId !== holding.serviceId)
    if (!pool || !last || last.customerId === holding.customerId) return []
    const endedAt = last.endedAt ?? at
    if (restsUntil(endedAt, pool.quarantineHours) <= at) return []
    return [about(addressReusedEarly, holding, { previousServiceId: last.serviceId })]
  }

  /** A claim that nobody stands against any more becomes a holding like any other. */
  private async settleContested(
    contested: readonly HoldingRow[],
    { holder, at }: { holder: AddressHolder; at: Date }
  ): Promise<number> {
    let settled = 0
    for (const claim of contested) {
      const past = await listOverlapping(claim.network, pastMax)
      if (past.some(({ endedAt }) => endedAt === null)) continue
      await endHoldings([claim.id], at)
      const startedAt = latest([at, ...past.flatMap((one) => one.endedAt ?? [])])
      const holding = { ...claim, ...holder, id: newId(), isContested: false, startedAt, endedAt: null }
      await insertHoldings([holding])
      await this.events.record([about(addressAssigned, holding)])
      settled += 1
    }
    return settled
  }
}

interface Beginning {
  address: SeenAddress
  holder: AddressHolder
  pools: Pool[]
  at: Date
}

function about<Data extends { address: string; serviceId: string | null }>(
  kind: EventKind<Data>,
  holding: HoldingRow,
  more?: Omit<Data, 'address' | 'serviceId'>
): NewFact {
  const { serviceId, customerId } = holding
  const data = { address: showNetwork(holding.network), serviceId, ...more } as unknown as Data
  return fact(kind, { kind: 'address_holding', id: holding.id }, { customerId, data })
}

function latest(instants: readonly Date[]): Date {
  return instants.reduce((late, instant) => (instant > late ? instant : late))
}
