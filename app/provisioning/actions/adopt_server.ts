import { inject } from '@adonisjs/core'
import {
  type ConfigurationFault,
  type ConfiguredItem,
  configure,
  loadCatalogue,
  type OptionChoice,
} from '#app/catalogue/index'
import { AdoptSubscription } from '#app/subscriptions/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn, type Interval } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { ObservedServer, PanelFailure } from '#app/provisioning/drivers/contract'
import { mayRepair } from '#app/provisioning/domain/drift'
import { serviceAdopted } from '#app/provisioning/events'
import { driftRepaired } from '#app/provisioning/drift_events'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { observed } from '#app/provisioning/actions/steps/step'
import { findCustomerCurrency, findPanelCustomer } from '#app/provisioning/queries/find_panel_customer'
import { type DriftRow, findDrift, lockDrifts, updateDrifts } from '#app/provisioning/records/drifts'
import { findClaim } from '#app/provisioning/records/move_claims'
import { findPanel, type PanelRow } from '#app/provisioning/records/panels'
import { savePanelUser } from '#app/provisioning/records/panel_users'
import {
  insertService,
  isReferenceTaken,
  lockReference,
  type ServiceRow,
} from '#app/provisioning/records/services'

export interface AdoptServerInput {
  driftId: string
  customerId: string
  planId: string
  interval: Interval
  hostname: string
  options: Record<string, OptionChoice>
  billFrom: CalendarDate
}

export type AdoptServerError =
  | { type: 'drift_not_found' }
  | { type: 'customer_not_found' }
  | { type: 'repair_not_possible' }
  | { type: 'other_panel_kind' }
  | { type: 'bill_from_not_ahead' }
  | { type: 'configuration_refused'; faults: ConfigurationFault[] }
  | { type: 'panel_failed'; failure: PanelFailure }

interface Known {
  drift: DriftRow
  panel: PanelRow
  item: ConfiguredItem
}

/** Takes a server that runs on a panel, and that nobody is billed for, into billing: its customer, its plan, and from which day on. */
@inject()
export class AdoptServer {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections,
    private adoptSubscription: AdoptSubscription,
    private keepAddresses: KeepAddresses
  ) {}

  async execute(input: AdoptServerInput): Promise<Result<{ serviceId: string }, AdoptServerError>> {
    const known = await this.find(input)
    if (!known.ok) return known
    // Others of the staff keep away while the panel is told whose it is: the last one to tell it would be its owner over there.
    if (!(await this.claim(known.value.drift))) return err({ type: 'repair_not_possible' })
    try {
      const taken = await this.takeOver(input, known.value)
      if (!taken.ok) return err({ type: 'panel_failed', failure: taken.error })
      return await inTransaction(() => this.record(input, known.value, taken.value))
    } finally {
      await this.letGo(known.value.drift)
    }
  }

  private claim({ id, panelId, reference }: DriftRow): Promise<boolean> {
    return inTransaction(async () => {
      const [present] = await lockDrifts([id])
      if (!present || !mayRepair(present.status)) return false
      // A service may have been moved onto it since it was compared, or is being moved onto it.
      const at = { panelId, reference, exceptId: newId() }
      lockReference(at)
      if ((await isReferenceTaken(at)) || (await findClaim(at, this.clock.wall()))) return false
      await updateDrifts([id], { status: 'repairing', repair: 'adopt', error: null })
      return true
    })
  }

  /** What was not adopted stands there as before. A worker that is lost leaves that to the sweep of repairs. */
  private letGo({ id, status }: DriftRow): Promise<void> {
    return inTransaction(async () => {
      const [present] = await lockDrifts([id])
      if (present?.status === 'repairing') await updateDrifts([id], { status })
    })
  }

  private async find(input: AdoptServerInput): Promise<Result<Known, AdoptServerError>> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    if (input.billFrom <= today) return err({ type: 'bill_from_not_ahead' })
    const catalogue = await loadCatalogue()
    return inReadTransaction(async () => {
      const drift = await findDrift(input.driftId)
      const panel = drift && (await findPanel(drift.panelId))
      if (!drift || !panel) return err({ type: 'drift_not_found' })
      if (drift.kind !== 'unbilled' || drift.serviceId || !mayRepair(drift.status)) {
        return err({ type: 'repair_not_possible' })
      }
      const currency = await findCustomerCurrency(input.customerId)
      if (!currency) return err({ type: 'customer_not_found' })
      const item = configure(catalogue, { ...input, currency })
      if (!item.ok) return err({ type: 'configuration_refused', faults: item.error })
      if (item.value.panelDriver !== panel.driver) return err({ type: 'other_panel_kind' })
      return ok({ drift, panel, item: item.value })
    })
  }

  /** Looks at the server, and makes its customer its owner where the panel can do that. Repeatable. */
  private async takeOver(
    input: AdoptServerInput,
    { drift, panel: row }: Known
  ): Promise<Result<{ server: ObservedServer; user: string }, PanelFailure>> {
    const panel = this.connections.open(row, { kind: 'panel', id: row.id })
    const server = await panel.observeServer(drift.reference)
    if (!server.ok) return server
    const customer = await inReadTransaction(() => findPanelCustomer(input.customerId))
    // Staff say whose it is: an account with that address is theirs as well.
    const user = await panel.findOrCreateUser({ ...customer, isEmailProven: true })
    if (!user.ok) return user
    const moved = await panel.ownership?.moveServer(drift.reference, user.value.reference)
    if (moved && !moved.ok) return moved
    return ok({ server: server.value, user: user.value.reference })
  }

  private async record(
    { customerId, billFrom }: AdoptServerInput,
    { drift, panel, item }: Known,
    { server, user }: { server: ObservedServer; user: string }
  ): Promise<Result<{ serviceId: string }, AdoptServerError>> {
    const [present] = await lockDrifts([drift.id])
    // The sweep may have taken a slow adoption for one that was lost.
    const isOurs = present?.status === 'repairing' || (present && mayRepair(present.status))
    if (!isOurs) return err({ type: 'repair_not_possible' })
    const at = { panelId: panel.id, reference: drift.reference, exceptId: newId() }
    lockReference(at)
    if (await isReferenceTaken(at)) return err({ type: 'repair_not_possible' })
    const adopted = await this.adoptSubscription.execute({ customerId, content: item, billFrom })
    if (!adopted.ok) return adopted
    const [serviceId, subscriptionId, now] = [newId(), adopted.value, this.clock.now()]
    const isSuspended = server.state === 'suspended'
    const service: ServiceRow = {
      ...emptyService,
      id: serviceId,
      customerId,
      subscriptionId,
      planId: item.planId,
      panelId: panel.id,
      hostname: item.hostname,
      status: isSuspended ? 'suspended' : 'active',
      desired: isSuspended ? 'suspended' : 'running',
      // What is locked there stays locked until somebody lifts it here.
      holds: isSuspended ? ['manual'] : [],
      spec: item.spec,
      createdAt: now,
    }
    await insertService(service)
    const seen = observed(server, this.clock.wall())
    const linked = { ...seen, externalReference: drift.reference, activatedAt: now }
    await this.keepAddresses.execute(service, panel, linked)
    await savePanelUser({ panelId: panel.id, customerId, reference: user, createdAt: now })
    const settledAt = this.clock.wall()
    await updateDrifts([drift.id], { status: 'repaired', repair: 'adopt', error: null, serviceId, settledAt })
    await this.announce({ drift, serviceId, subscriptionId, customerId })
    return ok({ serviceId })
  }

  private async announce(adopted: {
    drift: DriftRow
    serviceId: string
    subscriptionId: string
    customerId: string
  }): Promise<void> {
    const { drift, serviceId, subscriptionId, customerId } = adopted
    const about = { driftId: drift.id, serviceId, repair: 'adopt' }
    await this.events.record([
      fact(
        serviceAdopted,
        { kind: 'service', id: serviceId },
        { customerId, data: { serviceId, subscriptionId } }
      ),
      fact(driftRepaired, { kind: 'drift', id: drift.id }, { data: about }),
    ])
  }
}

const emptyService = {
  externalReference: null,
  observed: null,
  powerState: null,
  addresses: [],
  facts: {},
  credentials: null,
  credentialsSeenAt: null,
  observedAt: null,
  activatedAt: null,
  suspendedAt: null,
  terminatedAt: null,
}
