import { showId } from '#app/shared/ids'
import type { NewFact } from '#app/shared/events/event'
import { derivePassword, seal, type SealedSecret } from '#app/shared/secrets/keyring'
import type {
  ObservedServer,
  PanelCustomer,
  PanelFailure,
  ServerCredentials,
  ServerPanel,
} from '#app/provisioning/drivers/contract'
import type { OperationProblem } from '#app/provisioning/domain/operation'
import type { ObservedState } from '#app/provisioning/domain/service'
import type { OperationRow } from '#app/provisioning/records/operations'
import type { StepOutput, StepRow } from '#app/provisioning/records/operation_steps'
import type { ServiceChanges, ServiceRow } from '#app/provisioning/records/services'

/** Everything a step may look at. It writes nothing: what it returns is written with its answer, in one transaction. */
export interface StepContext {
  operation: OperationRow
  service: ServiceRow
  /** This step; `attempts` counts this one, so anything above 1 means that an earlier try may have acted. */
  step: StepRow
  steps: StepRow[]
  /** An earlier try of this step ended with the process that made it: nobody knows whether it acted. */
  wasCut: boolean
  lostAfterMs: number
  /** What this and earlier steps left, later ones first. */
  outputs: StepOutput
  panel: ServerPanel
  customer: PanelCustomer
  userReference: string | null
  knownReferences: string[]
  /** The tenant's time, for what happened to the service; and the real world's, for what was seen of it. */
  now: Date
  wall: Date
}

export type StepOutcome =
  | {
      type: 'done'
      output?: StepOutput
      service?: ServiceChanges
      facts?: NewFact[]
      panelUser?: string
      /** The operation ends here without success. */
      endsInFailure?: true
    }
  /** A person has to decide: looked at again now and then, and at once when they have. */
  | { type: 'wait'; problem: OperationProblem }
  /** Work goes on over there: look again after a pause. */
  | { type: 'poll'; output?: StepOutput; service?: ServiceChanges }
  | { type: 'failed'; failure: PanelFailure; output?: StepOutput }
  /** No further try would change anything. */
  | { type: 'fatal'; problem: OperationProblem }

export type Step = (context: StepContext) => Promise<StepOutcome>

/** The mark of a service on its panel. */
export function tagOf(service: { id: string }): string {
  return showId('service', service.id)
}

export function failed(failure: PanelFailure, output?: StepOutput): StepOutcome {
  return { type: 'failed', failure, output }
}

/** What was asked for is beyond the panel. Requests are refused before; this is for panels whose kind lost an ability meanwhile. */
export const notPossible: StepOutcome = {
  type: 'fatal',
  problem: { type: 'not_supported', message: 'This kind of panel cannot do that.' },
}

export function referenceOf({ service, outputs }: StepContext): string | null {
  return service.externalReference ?? (typeof outputs.reference === 'string' ? outputs.reference : null)
}

/** The server that a step works on; a step that needs one and has none was planned wrongly. */
export function requireReference(context: StepContext): string {
  const reference = referenceOf(context)
  if (!reference) throw new Error(`Service ${context.service.id} has no server`)
  return reference
}

export function sealCredentials(
  service: { id: string },
  { user, password }: ServerCredentials
): SealedSecret {
  return seal(JSON.stringify({ user, password }), `service:${service.id}`)
}

/**
 * The password that a panel is given where it makes none itself. The same for every try of an operation, so that a repeat after a lost
 * answer sets what was set before; of letters and digits, because some installers break on anything else.
 */
export function passwordFor(service: { id: string }, operationId: string): string {
  return derivePassword(`service:${service.id}:${operationId}`)
}

/** What a look at the server tells about the service. */
export function observed(server: ObservedServer, wall: Date): ServiceChanges {
  return {
    observed: observedState(server),
    powerState: server.power,
    addresses: server.addresses,
    ...(server.facts ? { facts: server.facts } : {}),
    observedAt: wall,
  }
}

function observedState({ state }: ObservedServer): ObservedState {
  return state === 'running' || state === 'suspended' ? state : 'building'
}
