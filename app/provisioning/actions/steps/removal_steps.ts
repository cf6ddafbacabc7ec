import { fact } from '#app/shared/events/event'
import { serviceTerminated } from '#app/provisioning/events'
import { mayStillAppear } from '#app/provisioning/domain/retry'
import { moveService } from '#app/provisioning/domain/service'
import { creationFailure } from '#app/provisioning/actions/steps/creation_failure'
import { creationIn, lostServer } from '#app/provisioning/actions/steps/creation_steps'
import {
  failed,
  observed,
  referenceOf,
  type Step,
  type StepContext,
  type StepOutcome,
} from '#app/provisioning/actions/steps/step'

/** Removes the server, also one whose creation was never answered. An absent one is a success. */
export const removeServer: Step = async (context) => {
  const reference = referenceOf(context)
  if (reference) return remove(context, reference)
  const creation = context.steps.find((step) => step.name === 'create_server')
  if (!creation?.startedAt || !context.userReference) return { type: 'done' }
  const found = await context.panel.findCreatedServer(lostServer(context, creation.startedAt))
  if (!found.ok) return failed(found.error)
  if (found.value) return remove(context, found.value.reference)
  const looks = Number(context.step.output.looks ?? 0) + 1
  const { wall: now, lostAfterMs } = context
  const mayAppear = mayStillAppear(creationIn(creation.output), { looks, now, lostAfterMs })
  return mayAppear ? { type: 'poll', output: { looks } } : { type: 'done' }
}

/** Removal is accepted first and done later: it is over when the panel does not know the server any more. */
export const waitUntilGone: Step = async (context) => {
  const reference = referenceOf(context)
  const absent = { observed: 'absent' as const, powerState: null, observedAt: context.wall }
  if (!reference) return { type: 'done', service: absent }
  const server = await context.panel.observeServer(reference)
  if (!server.ok)
    return server.error.type === 'gone' ? { type: 'done', service: absent } : failed(server.error)
  return { type: 'poll', service: observed(server.value, context.wall) }
}

export const recordTermination: Step = async ({ service, now }) => ({
  type: 'done',
  service: { status: moveService(service.status, 'terminated'), terminatedAt: now },
  facts: [
    fact(
      serviceTerminated,
      { kind: 'service', id: service.id },
      {
        customerId: service.customerId,
        data: { serviceId: service.id, subscriptionId: service.subscriptionId },
      }
    ),
  ],
})

export const reportCreationFailure: Step = async ({ service, operation }) => ({
  type: 'done',
  endsInFailure: true,
  ...creationFailure(service, operation),
})

async function remove({ panel }: StepContext, reference: string): Promise<StepOutcome> {
  const removed = await panel.removeServer(reference)
  if (!removed.ok) return failed(removed.error, { reference })
  return removed.value?.isUnderWay
    ? { type: 'poll', output: { reference } }
    : { type: 'done', output: { reference } }
}
