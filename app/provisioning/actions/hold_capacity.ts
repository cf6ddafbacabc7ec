import { inject } from '@adonisjs/core'
import { needOf } from '#app/catalogue/index'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { addDuration } from '#app/shared/time/calendar'
import { openEnded, type PanelCapacity } from '#app/provisioning/domain/capacity'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import {
  candidatesFor,
  type PanelRoom,
  placeLines,
  type WantedPlace,
} from '#app/provisioning/domain/panel_choice'
import { capacityHeld, capacityRefused } from '#app/provisioning/events'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { type OrderedLine, readOrderLines, readOrderStatus } from '#app/provisioning/queries/read_order_lines'
import { promisedNeeds } from '#app/provisioning/queries/promised_needs'
import { readPlanStock } from '#app/provisioning/queries/read_plan_stock'
import { listHoldsOfOrder, lockPlanStock, saveHold } from '#app/provisioning/records/capacity_holds'
import { listPanels, lockPanel, type PanelRow } from '#app/provisioning/records/panels'

/** How long a place is kept at least; as long as its order may be paid for it is kept whatever the hour (`releaseExpiredHolds`). */
const holdHours = 2

export type HoldOutcome = 'held' | 'refused' | 'not_wanted' | 'unknown'

/** Keeps a place on a panel for every line of an order before any card is touched, or refuses the order as a whole. */
@inject()
export class HoldCapacity {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections
  ) {}

  /** @param isLastTry whether a panel that cannot be asked now makes the order fail */
  async execute({ orderId, isLastTry }: { orderId: string; isLastTry: boolean }): Promise<HoldOutcome> {
    const known = await inReadTransaction(async () => ({
      order: await readOrderStatus(orderId),
      lines: await readOrderLines(orderId),
      panels: await listPanels(),
      holds: await listHoldsOfOrder(orderId),
    }))
    if (known.order?.status !== 'reserving' || known.holds.some((hold) => hold.status === 'held'))
      return 'not_wanted'
    const wanted = known.lines.map(toWanted)
    const specs = known.lines.map(({ item }) => item.spec)
    const capacities = await this.readCapacities(orderId, { wanted, specs, panels: known.panels })
    return inTransaction(() => this.decide({ orderId, isLastTry, lines: known.lines, wanted, capacities }))
  }

  /** Each panel is asked once, all of them at the same time. */
  private async readCapacities(orderId: string, { wanted, specs, panels }: Asked) {
    const candidates = new Set(wanted.flatMap((line) => candidatesFor(line, panels) as PanelRow[]))
    const answers = [...candidates].map(async (panel): Promise<[string, PanelCapacity | null]> => {
      const { capacity } = this.connections.open(panel, { kind: 'order', id: orderId })
      if (!capacity) return [panel.id, openEnded]
      const answer = await capacity.readCapacity(specs)
      return [panel.id, answer.ok ? answer.value : null]
    })
    return new Map(await Promise.all(answers))
  }

  private async decide(situation: Situation): Promise<HoldOutcome> {
    const { orderId, lines, wanted, capacities, isLastTry } = situation
    // In the order of ids, so that two orders never wait for each other's panels.
    const rooms: PanelRoom[] = []
    for (const id of [...capacities.keys()].toSorted()) {
      const panel = await lockPanel(id)
      if (panel)
        rooms.push({
          panel,
          capacity: capacities.get(id) ?? null,
          promised: await promisedNeeds(id),
        })
    }
    const order = await readOrderStatus(orderId)
    if (order?.status !== 'reserving') return 'not_wanted'
    if ((await listHoldsOfOrder(orderId)).some((hold) => hold.status === 'held')) return 'not_wanted'
    if (await isSoldOut(lines)) return this.refuse(orderId, order.customerId, 'sold_out')
    const placement = placeLines(wanted, rooms)
    if (placement.type === 'unknown' && !isLastTry) return 'unknown'
    if (placement.type === 'placed') return this.hold(lines, placement.panels, order.customerId)
    return this.refuse(
      orderId,
      order.customerId,
      placement.type === 'unknown' ? 'panel_unreachable' : placement.reason
    )
  }

  private async hold(lines: OrderedLine[], panels: Map<string, string>, customerId: string): Promise<'held'> {
    const now = this.clock.now()
    for (const line of lines) {
      await saveHold({
        id: newId(),
        orderId: line.orderId,
        orderLineId: line.id,
        panelId: panels.get(line.id)!,
        spec: line.item.spec,
        status: 'held',
        expiresAt: addDuration(now, { hours: holdHours }),
        createdAt: now,
      })
    }
    const orderId = lines[0]!.orderId
    await this.events.record([
      fact(capacityHeld, { kind: 'order', id: orderId }, { customerId, data: { orderId } }),
    ])
    return 'held'
  }

  private async refuse(orderId: string, customerId: string, reason: string): Promise<'refused'> {
    await this.events.record([
      fact(capacityRefused, { kind: 'order', id: orderId }, { customerId, data: { orderId, reason } }),
    ])
    return 'refused'
  }
}

interface Asked {
  wanted: WantedPlace[]
  specs: ServiceSpec[]
  panels: PanelRow[]
}

interface Situation {
  orderId: string
  isLastTry: boolean
  lines: OrderedLine[]
  wanted: WantedPlace[]
  capacities: Map<string, PanelCapacity | null>
}

function toWanted({ id, item }: OrderedLine): WantedPlace {
  return { orderLineId: id, driver: item.panelDriver, location: item.spec.location, need: needOf(item.spec) }
}

async function isSoldOut(lines: OrderedLine[]): Promise<boolean> {
  const planIds = lines.map(({ planId }) => planId)
  lockPlanStock(planIds)
  const stock = await readPlanStock(planIds)
  return [...stock].some(([id, left]) => planIds.filter((planId) => planId === id).length > left)
}
