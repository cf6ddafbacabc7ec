import { fact } from '#app/shared/events/event'
import { serviceResized } from '#app/provisioning/events'
import { servicePasswordReset } from '#app/provisioning/belonging_events'
import { chosenIpv4Count } from '#app/provisioning/domain/service_spec'
import {
  failed,
  notPossible,
  observed,
  requireReference,
  type Step,
} from '#app/provisioning/actions/steps/step'

/** Switching twice does no harm: boot and power off are what they are, and a second restart is a restart. */
export const switchPower: Step = async (context) => {
  const { panel, operation } = context
  if (!panel.power) return notPossible
  const switched = await panel.power.switchPower(
    requireReference(context),
    operation.input.power ?? 'restart'
  )
  return switched.ok ? { type: 'done' } : failed(switched.error)
}

export const waitUntilIdle: Step = async (context) => {
  const server = await context.panel.observeServer(requireReference(context))
  if (!server.ok) return failed(server.error)
  const service = observed(server.value, context.wall)
  return server.value.isBusy ? { type: 'poll', service } : { type: 'done', service }
}

/** Changing to a package that the server has already changes nothing, so this is safe to repeat. */
export const resizeServer: Step = async (context) => {
  const { panel, operation, service } = context
  if (!panel.resize) return notPossible
  const resized = await panel.resize.resizeServer(
    requireReference(context),
    operation.input.spec ?? service.spec
  )
  return resized.ok ? { type: 'done', output: { unchanged: resized.value.unchanged } } : failed(resized.error)
}

/** Addresses that were chosen more or fewer of; a resize that says nothing of them leaves them. */
export const setAddresses: Step = async (context) => {
  const { panel, operation, service } = context
  const count = operation.input.spec && chosenIpv4Count(operation.input.spec)
  if (typeof count !== 'number' || count === chosenIpv4Count(service.spec)) return { type: 'done' }
  if (!panel.extraAddresses) return notPossible
  const set = await panel.extraAddresses.setIpv4Count(requireReference(context), count)
  return set.ok ? { type: 'done' } : failed(set.error)
}

export const recordResize: Step = async ({ service, operation, outputs }) => {
  const planId = operation.input.planId ?? service.planId
  const unchanged = Array.isArray(outputs.unchanged) ? outputs.unchanged.map(String) : []
  return {
    type: 'done',
    service: { planId, spec: operation.input.spec ?? service.spec },
    facts: [
      fact(
        serviceResized,
        { kind: 'service', id: service.id },
        {
          customerId: service.customerId,
          data: { serviceId: service.id, subscriptionId: service.subscriptionId, planId, unchanged },
        }
      ),
    ],
  }
}

export const recordPassword: Step = async ({ service }) => ({
  type: 'done',
  service: { credentialsSeenAt: null },
  facts: [
    fact(
      servicePasswordReset,
      { kind: 'service', id: service.id },
      {
        customerId: service.customerId,
        data: { serviceId: service.id, subscriptionId: service.subscriptionId },
      }
    ),
  ],
})
