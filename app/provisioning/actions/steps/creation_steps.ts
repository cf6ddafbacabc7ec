import { fact } from '#app/shared/events/event'
import { parseInstant } from '#app/shared/time/calendar'
import type { CreatedServer, LostServer } from '#app/provisioning/drivers/contract'
import { mayStillAppear } from '#app/provisioning/domain/retry'
import { moveService } from '#app/provisioning/domain/service'
import { serviceActivated } from '#app/provisioning/events'
import type { StepOutput } from '#app/provisioning/records/operation_steps'
import {
  failed,
  passwordFor,
  requireReference,
  sealCredentials,
  type Step,
  type StepContext,
  tagOf,
} from '#app/provisioning/actions/steps/step'

export const ensurePanelUser: Step = async ({ panel, customer, userReference }) => {
  if (userReference) return { type: 'done' }
  const user = await panel.findOrCreateUser(customer)
  return user.ok ? { type: 'done', panelUser: user.value.reference } : failed(user.error)
}

/**
 * Reserves the server. The panel cannot be told to do so only once, so every try after the first looks for what an earlier
 * one may have made: it may have ended without an answer, or with this process.
 */
export const createServer: Step = async (context) => {
  const { service, panel, step } = context
  if (service.externalReference) return { type: 'done' }
  if (step.attempts > 1) {
    const found = await panel.findCreatedServer(lostServer(context, step.startedAt ?? context.wall))
    if (!found.ok) return failed(found.error)
    if (found.value) return linked(context, found.value)
    const creation = creationIn(step.output)
    const isLost = creation.isLost || context.wasCut
    const looks = Number(step.output.looks ?? 0) + 1
    const { wall: now, lostAfterMs } = context
    if (mayStillAppear({ ...creation, isLost }, { looks, now, lostAfterMs })) {
      return { type: 'poll', output: { looks, isLost } }
    }
  }
  const created = await panel.createServer(lostServer(context, context.wall))
  if (created.ok) return linked(context, created.value)
  const isLost = created.error.type === 'unknown'
  return failed(created.error, { isLost, looks: 0, triedAt: context.wall.toISOString() })
}

/** From here on the server bears our mark, and no search for it depends on circumstances. */
export const nameServer: Step = async (context) => {
  if (!context.panel.naming) return { type: 'done' }
  const named = await context.panel.naming.nameServer(requireReference(context), tagOf(context.service))
  return named.ok ? { type: 'done' } : failed(named.error)
}

export const activateService: Step = async ({ service, operation, now }) => ({
  type: 'done',
  service: { status: moveService(service.status, 'active'), activatedAt: now },
  facts: [
    fact(
      serviceActivated,
      { kind: 'service', id: service.id },
      {
        customerId: service.customerId,
        data: {
          serviceId: service.id,
          subscriptionId: service.subscriptionId,
          orderLineId: operation.input.orderLineId ?? null,
        },
      }
    ),
  ],
})

/** What a try to create left behind: whether it was lost, and when it was made. */
export function creationIn(output: StepOutput): { isLost: boolean; triedAt: Date | null } {
  return {
    isLost: output.isLost === true,
    triedAt: typeof output.triedAt === 'string' ? parseInstant(output.triedAt) : null,
  }
}

export function lostServer(context: StepContext, triedAt: Date): LostServer {
  const { service, userReference, knownReferences } = context
  if (!userReference) throw new Error(`Customer ${service.customerId} has no user on the panel`)
  const { customer, operation } = context
  const { spec, hostname } = service
  const password = passwordFor(service, operation.id)
  return { tag: tagOf(service), userReference, customer, hostname, spec, password, knownReferences, triedAt }
}

/** Where creation tells or takes a password, it is kept with the link. */
function linked({ service }: StepContext, { reference, credentials }: CreatedServer) {
  return {
    type: 'done' as const,
    output: { reference, ...(credentials ? { hasPassword: true } : {}) },
    service: {
      externalReference: reference,
      observed: 'building' as const,
      ...(credentials ? { credentials: sealCredentials(service, credentials), credentialsSeenAt: null } : {}),
    },
  }
}
