import { fact, type NewFact } from '#app/shared/events/event'
import { moveService } from '#app/provisioning/domain/service'
import { serviceCreationFailed } from '#app/provisioning/events'
import type { OperationRow } from '#app/provisioning/records/operations'
import type { ServiceChanges, ServiceRow } from '#app/provisioning/records/services'

/** What a creation that failed for good changes and tells, once: clean-up that drags on tells it before it is over. */
export function creationFailure(
  service: ServiceRow,
  operation: OperationRow
): { service: ServiceChanges; facts: NewFact[] } {
  if (service.status === 'failed') return { service: {}, facts: [] }
  return {
    service: { status: moveService(service.status, 'failed') },
    facts: [
      fact(
        serviceCreationFailed,
        { kind: 'service', id: service.id },
        {
          customerId: service.customerId,
          data: {
            serviceId: service.id,
            subscriptionId: service.subscriptionId,
            orderLineId: operation.input.orderLineId ?? null,
            reason: operation.failure?.message ?? 'The server could not be created.',
          },
        }
      ),
    ],
  }
}
