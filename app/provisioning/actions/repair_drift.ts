import { inject } from '@adonisjs/core'
import { TerminateSubscription } from '#app/subscriptions/index'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { PanelFailure, PanelResult, ServerPanel } from '#app/provisioning/drivers/contract'
import type { DriftRepair } from '#app/provisioning/domain/drift'
import { driftRepaired, driftRepairFailed } from '#app/provisioning/drift_events'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { findPanelCustomer } from '#app/provisioning/queries/find_panel_customer'
import { type DriftRow, findDrift, lockDrifts, updateDrifts } from '#app/provisioning/records/drifts'
import { findClaim } from '#app/provisioning/records/move_claims'
import { listOpenOperations } from '#app/provisioning/records/operations'
import { findPanel, type PanelRow } from '#app/provisioning/records/panels'
import { findService, isReferenceTaken, type ServiceRow } from '#app/provisioning/records/services'

interface Known {
  drift: DriftRow
  panel: PanelRow
  service: ServiceRow | null
  isBusy: boolean
  /** It was moved or adopted after it was compared: what was found then says nothing about it any more. */
  isElsewhere: boolean
}

const nobody = '00000000-0000-0000-0000-000000000000'

type Outcome = Result<void, { message: string }>

/** Carries out what was chosen against a difference. Each repair is safe to repeat: a worker that was lost leaves nothing half done. */
@inject()
export class RepairDrift {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections,
    private terminateSubscription: TerminateSubscription
  ) {}

  async execute(driftId: string): Promise<void> {
    const known = await inReadTransaction(() => this.find(driftId))
    if (!known) return
    await this.settle(known.drift, await this.perform(known))
  }

  private async find(driftId: string): Promise<Known | null> {
    const drift = await findDrift(driftId)
    const panel = drift && (await findPanel(drift.panelId))
    if (!drift || !panel || drift.status !== 'repairing') return null
    const service = drift.serviceId ? await findService(drift.serviceId) : null
    const isBusy = service !== null && (await listOpenOperations(service.id)).length > 0
    return { drift, panel, service, isBusy, isElsewhere: await this.isElsewhere(drift, service) }
  }

  private async isElsewhere(drift: DriftRow, service: ServiceRow | null): Promise<boolean> {
    const { panelId, reference } = drift
    if (drift.kind !== 'unbilled' && service)
      return service.panelId !== panelId || service.externalReference !== reference
    if (await findClaim(drift, this.clock.wall())) return true
    return isReferenceTaken({ panelId, reference, exceptId: service?.id ?? nobody })
  }

  private async perform(known: Known): Promise<Outcome> {
    if (known.isElsewhere)
      return err({ message: 'It was moved or adopted since it was compared. Compare its panel again.' })
    if (known.isBusy) return err({ message: 'Other work on the service is under way.' })
    const panel = this.connections.open(known.panel, { kind: 'panel', id: known.panel.id })
    return this.repairs[known.drift.repair!](panel, known)
  }

  private repairs: Record<DriftRepair, (panel: ServerPanel, known: Known) => Promise<Outcome>> = {
    adopt: async () => err({ message: 'Adopting needs a customer and a plan.' }),
    remove: async (panel, { drift, service }) => {
      const isEnded = !service || service.status === 'terminated' || service.status === 'failed'
      if (!isEnded) return err({ message: 'The server belongs to a service that is sold.' })
      return told(await panel.removeServer(drift.reference))
    },
    stop_billing: async (panel, { drift, service }) => {
      if (!service) return err({ message: 'Its service is not known here.' })
      // A second look before money stops: the list may have been wrong for an hour.
      const server = await panel.observeServer(drift.reference)
      if (server.ok) return err({ message: 'The server is there after all.' })
      if (server.error.type !== 'gone') return told(server)
      const { subscriptionId } = service
      const ended = await this.terminateSubscription.execute({ subscriptionId, reason: 'service_missing' })
      return ended.ok ? ok() : err({ message: `The subscription could not be ended: ${ended.error.type}.` })
    },
    resize: async (panel, { drift, service }) =>
      service && panel.resize
        ? told(await panel.resize.resizeServer(drift.reference, service.spec))
        : err({ message: 'This panel cannot change sizes.' }),
    move: async (panel, { drift, service }) => {
      if (!service || !panel.ownership) return err({ message: 'This panel cannot move servers.' })
      const customer = await inReadTransaction(() => findPanelCustomer(service.customerId))
      const user = await panel.findOrCreateUser(customer)
      if (!user.ok) return told(user)
      return told(await panel.ownership.moveServer(drift.reference, user.value.reference))
    },
    align: async (panel, { drift, service }) => {
      if (!service) return err({ message: 'Its service is not known here.' })
      const isSuspended = service.status === 'suspended'
      const act = isSuspended ? panel.suspendServer(drift.reference) : panel.resumeServer(drift.reference)
      return told(await act)
    },
  }

  private async settle(drift: DriftRow, outcome: Outcome): Promise<void> {
    await inTransaction(async () => {
      const [present] = await lockDrifts([drift.id])
      if (present?.status !== 'repairing') return
      const about = { driftId: drift.id, serviceId: drift.serviceId, repair: drift.repair! }
      const subject = { kind: 'drift', id: drift.id }
      if (outcome.ok) {
        await updateDrifts([drift.id], { status: 'repaired', error: null, settledAt: this.clock.wall() })
        await this.events.record([fact(driftRepaired, subject, { data: about })])
        return
      }
      const { message } = outcome.error
      await updateDrifts([drift.id], { status: 'open', error: message })
      await this.events.record([fact(driftRepairFailed, subject, { data: { ...about, reason: message } })])
    })
  }
}

function told(answer: Awaited<PanelResult<unknown>>): Outcome {
  return answer.ok ? ok() : err({ message: messageOf(answer.error) })
}

function messageOf(failure: PanelFailure): string {
  return failure.type === 'unknown'
    ? `The panel did not answer; it may have acted. ${failure.message}`
    : failure.message
}
