import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { unseal } from '#app/shared/secrets/keyring'
import { Clock } from '#app/shared/time/clock'
import type { ServerCredentials } from '#app/provisioning/drivers/contract'
import { serviceCredentialsRevealed } from '#app/provisioning/belonging_events'
import { lockService, updateService } from '#app/provisioning/records/services'

export type RevealCredentialsError = { type: 'service_not_found' } | { type: 'no_credentials' }

/** Shows the administrator's password of a service to who asked for it, and writes down that it was shown. */
@inject()
export class RevealCredentials {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(asked: {
    serviceId: string
    customerId: string | null
  }): Promise<Result<ServerCredentials, RevealCredentialsError>> {
    return inTransaction(async () => {
      const service = await lockService(asked.serviceId)
      if (!service || (asked.customerId && service.customerId !== asked.customerId))
        return err({ type: 'service_not_found' })
      const isThere = service.status === 'active' || service.status === 'suspended'
      if (!service.credentials || !isThere) return err({ type: 'no_credentials' })
      // Whether the customer has seen it is no business of staff who looked.
      if (asked.customerId) await updateService(service.id, { credentialsSeenAt: this.clock.now() })
      const data = { serviceId: service.id, subscriptionId: service.subscriptionId }
      await this.events.record([
        fact(
          serviceCredentialsRevealed,
          { kind: 'service', id: service.id },
          { customerId: service.customerId, data }
        ),
      ])
      return ok(JSON.parse(unseal(service.credentials, `service:${service.id}`)) as ServerCredentials)
    })
  }
}
