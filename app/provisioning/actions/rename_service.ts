import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { serviceRenamed } from '#app/provisioning/events'
import { lockService, type ServiceRow, updateService } from '#app/provisioning/records/services'

export interface RenameServiceInput {
  serviceId: string
  customerId: string | null
  /** Already checked to be a host name. */
  hostname: string
}

export type RenameServiceError = { type: 'service_not_found' } | { type: 'service_ended' }

/** Changes what a service is called here; the running system takes the name with its next rebuild. */
@inject()
export class RenameService {
  constructor(private events: EventLog) {}

  execute({
    serviceId,
    customerId,
    hostname,
  }: RenameServiceInput): Promise<Result<ServiceRow, RenameServiceError>> {
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      if (!service || (customerId && service.customerId !== customerId))
        return err({ type: 'service_not_found' })
      if (['terminating', 'terminated', 'failed'].includes(service.status))
        return err({ type: 'service_ended' })
      const wanted = hostname.toLowerCase()
      if (wanted === service.hostname) return ok(service)
      await updateService(serviceId, { hostname: wanted })
      const data = {
        serviceId,
        subscriptionId: service.subscriptionId,
        hostname: wanted,
        previousHostname: service.hostname,
      }
      await this.events.record([
        fact(serviceRenamed, { kind: 'service', id: serviceId }, { customerId: service.customerId, data }),
      ])
      return ok({ ...service, hostname: wanted })
    })
  }
}
