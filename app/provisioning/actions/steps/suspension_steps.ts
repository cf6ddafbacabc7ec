import { fact } from '#app/shared/events/event'
import { moveService } from '#app/provisioning/domain/service'
import { serviceResumed, serviceSuspended } from '#app/provisioning/events'
import {
  failed,
  observed,
  requireReference,
  type Step,
  type StepContext,
  type StepOutcome,
} from '#app/provisioning/actions/steps/step'

export const suspendServer: Step = async (context) => {
  const suspended = await context.panel.suspendServer(requireReference(context))
  return suspended.ok ? { type: 'done' } : failed(suspended.error)
}

export const waitUntilSuspended: Step = (context) => waitFor(context, 'suspended')

export const resumeServer: Step = async (context) => {
  const resumed = await context.panel.resumeServer(requireReference(context))
  return resumed.ok ? { type: 'done' } : failed(resumed.error)
}

export const waitUntilResumed: Step = (context) => waitFor(context, 'running')

export const recordSuspension: Step = async ({ service, now }) => ({
  type: 'done',
  service: { status: moveService(service.status, 'suspended'), suspendedAt: now },
  facts: [
    fact(serviceSuspended, subject(service), { customerId: service.customerId, data: causeOf(service) }),
  ],
})

export const recordResumption: Step = async ({ service }) => ({
  type: 'done',
  service: { status: moveService(service.status, 'active'), suspendedAt: null },
  facts: [fact(serviceResumed, subject(service), { customerId: service.customerId, data: causeOf(service) })],
})

/** Only what ran before, and only where the panel left it off. A panel that refuses keeps nobody from a service that is back. */
export const startAgain: Step = async (context) => {
  const { operation, panel, service } = context
  if (operation.input.power !== 'boot' || service.powerState !== 'stopped' || !panel.power)
    return { type: 'done' }
  const started = await panel.power.switchPower(requireReference(context), 'boot')
  if (!started.ok) return started.error.type === 'refused' ? { type: 'done' } : failed(started.error)
  const server = await panel.observeServer(requireReference(context))
  return { type: 'done', service: server.ok ? observed(server.value, context.wall) : {} }
}

async function waitFor(
  { panel, wall, ...rest }: StepContext,
  wanted: 'suspended' | 'running'
): Promise<StepOutcome> {
  const server = await panel.observeServer(requireReference({ panel, wall, ...rest }))
  if (!server.ok) return failed(server.error)
  const service = observed(server.value, wall)
  const isThere = server.value.state === wanted && !server.value.isBusy
  return isThere ? { type: 'done', service } : { type: 'poll', service }
}

function subject(service: { id: string }) {
  return { kind: 'service', id: service.id }
}

function causeOf(service: { id: string; subscriptionId: string }) {
  return { serviceId: service.id, subscriptionId: service.subscriptionId }
}
