import { inject } from '@adonisjs/core'
import { currentActor } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type {
  ObservedServer,
  PanelFailure,
  PanelResult,
  ServerPanel,
} from '#app/provisioning/drivers/contract'
import { serviceMoved } from '#app/provisioning/events'
import { KeepAddresses } from '#app/provisioning/actions/keep_addresses'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { observed } from '#app/provisioning/actions/steps/step'
import { findPanelCustomer } from '#app/provisioning/queries/find_panel_customer'
import { listOpenOperations } from '#app/provisioning/records/operations'
import { findPanel, type PanelRow } from '#app/provisioning/records/panels'
import { savePanelUser } from '#app/provisioning/records/panel_users'
import { claimServer, dropClaim, findClaim } from '#app/provisioning/records/move_claims'
import { isUnderRepair } from '#app/provisioning/records/drifts'
import { insertMove, type ServiceMove } from '#app/provisioning/records/service_moves'
import {
  findService,
  isReferenceTaken,
  lockReference,
  lockService,
  type ServiceRow,
} from '#app/provisioning/records/services'

export interface RecordMoveInput {
  serviceId: string
  /** Where it stands now; the panel it stood on is right for a move between machines of one panel. */
  panelId: string
  /** What the panel calls it there. */
  reference: string
  node: string | null
  note: string
}

export type RecordMoveError =
  | { type: 'service_not_found' | 'panel_not_found' }
  | {
      type:
        'service_has_no_server' | 'work_under_way' | 'other_panel_kind' | 'nothing_moved' | 'reference_taken'
    }
  | { type: 'panel_failed'; failure: PanelFailure }

/** Longer than all calls to a panel take together; whoever died with a claim is waited for no longer. */
const claimMs = 180_000

interface Known {
  service: ServiceRow
  panel: PanelRow
}

/**
 * Writes down that a service stands on another panel, or on another machine of its panel. Somebody moved it there; here it is looked at where it is
 * said to be, made its customer's, and from then on steered and compared there. Its subscription is not touched.
 */
@inject()
export class RecordMove {
  constructor(
    private clock: Clock,
    private events: EventLog,
    private connections: PanelConnections,
    private keepAddresses: KeepAddresses
  ) {}

  async execute(input: RecordMoveInput): Promise<Result<ServiceMove, RecordMoveError>> {
    // The panel is told whose the server is before that can be written down: whoever told it last would be its owner over there.
    const known = await inTransaction(() => this.claim(input))
    if (!known.ok) return known
    try {
      const seen = await this.lookThere(input, known.value)
      if (!seen.ok) return err({ type: 'panel_failed', failure: seen.error })
      return await inTransaction(() => this.record(input, known.value, seen.value))
    } finally {
      await inTransaction(() => dropClaim(input))
    }
  }

  private async claim(input: RecordMoveInput): Promise<Result<Known, RecordMoveError>> {
    const known = await this.find(input)
    if (!known.ok) return known
    lockReference(input)
    if (await isUnderRepair(input)) return err({ type: 'work_under_way' })
    const now = this.clock.wall()
    const isOurs = await claimServer({ ...input, until: addMilliseconds(now, claimMs) }, now)
    return isOurs ? known : err({ type: 'reference_taken' })
  }

  private async find(input: RecordMoveInput): Promise<Result<Known, RecordMoveError>> {
    const service = await findService(input.serviceId)
    if (!service) return err({ type: 'service_not_found' })
    const [panel, before] = [await findPanel(input.panelId), await findPanel(service.panelId)]
    if (!panel) return err({ type: 'panel_not_found' })
    const refusal = await this.refuse(input, service)
    if (refusal) return err(refusal)
    return panel.driver === before?.driver ? ok({ service, panel }) : err({ type: 'other_panel_kind' })
  }

  private async refuse(
    { panelId, reference, node }: RecordMoveInput,
    service: ServiceRow
  ): Promise<RecordMoveError | null> {
    const isThere = service.status === 'active' || service.status === 'suspended'
    if (!isThere || !service.externalReference) return { type: 'service_has_no_server' }
    const isSamePlace = panelId === service.panelId && reference === service.externalReference
    if (isSamePlace && !node) return { type: 'nothing_moved' }
    if ((await listOpenOperations(service.id)).length > 0) return { type: 'work_under_way' }
    const isTaken = await isReferenceTaken({ panelId, reference, exceptId: service.id })
    return isTaken ? { type: 'reference_taken' } : null
  }

  /** Repeatable: a server that belongs to its customer already stays so. */
  private async lookThere(
    { reference }: RecordMoveInput,
    { service, panel: row }: Known
  ): Promise<Result<{ server: ObservedServer; user: string }, PanelFailure>> {
    const panel = this.connections.open(row, { kind: 'service', id: service.id })
    const server = await panel.observeServer(reference)
    if (!server.ok) return server
    const user = await panel.findOrCreateUser(
      await inReadTransaction(() => findPanelCustomer(service.customerId))
    )
    if (!user.ok) return user
    const given = await panel.ownership?.moveServer(reference, user.value.reference)
    if (given && !given.ok) return given
    const held = await this.holdAsHere(panel, { service, server: server.value })
    return held.ok ? ok({ server: held.value, user: user.value.reference }) : held
  }

  /** Suspended here and running there, or the other way round: billing decides, and the panel is told at once. */
  private async holdAsHere(
    panel: ServerPanel,
    { service, server }: { service: ServiceRow; server: ObservedServer }
  ): PanelResult<ObservedServer> {
    const wanted = service.status === 'suspended' ? 'suspended' : 'running'
    if (server.state === wanted || (server.state !== 'suspended' && server.state !== 'running'))
      return ok(server)
    const { reference } = server
    const told =
      wanted === 'suspended' ? await panel.suspendServer(reference) : await panel.resumeServer(reference)
    return told.ok ? ok({ ...server, state: wanted }) : told
  }

  private async record(
    input: RecordMoveInput,
    { service: before, panel }: Known,
    { server, user }: { server: ObservedServer; user: string }
  ): Promise<Result<ServiceMove, RecordMoveError>> {
    const service = await lockService(input.serviceId)
    if (!service) return err({ type: 'service_not_found' })
    lockReference(input)
    const refusal = await this.refuse(input, service)
    if (refusal) return err(refusal)
    // What its panel was told was about a service as it is no more.
    if (service.status !== before.status) return err({ type: 'work_under_way' })
    const wall = this.clock.wall()
    if ((await findClaim(input, wall)) !== service.id) return err({ type: 'reference_taken' })
    const { location } = service.spec
    const spec = location === null ? service.spec : { ...service.spec, location: panel.code }
    const linked = { ...observed(server, wall), panelId: panel.id, externalReference: input.reference, spec }
    await this.keepAddresses.execute({ ...service, panelId: panel.id }, panel, linked)
    await savePanelUser({ panelId: panel.id, customerId: service.customerId, reference: user, createdAt: this.clock.now() }) // prettier-ignore
    const move = {
      id: newId(),
      serviceId: service.id,
      fromPanelId: service.panelId,
      toPanelId: panel.id,
      fromReference: service.externalReference!,
      toReference: input.reference,
      toNode: input.node,
      note: input.note,
      movedBy: currentActor().id,
      movedAt: wall,
    }
    await insertMove(move)
    await this.announce(service, move)
    return ok(move)
  }

  private announce(service: ServiceRow, move: ServiceMove): Promise<void> {
    const { id: serviceId, subscriptionId, customerId } = service
    const { fromPanelId, toPanelId, toNode: node, note } = move
    const data = { serviceId, subscriptionId, fromPanelId, toPanelId, node, note }
    return this.events.record([fact(serviceMoved, { kind: 'service', id: serviceId }, { customerId, data })])
  }
}
