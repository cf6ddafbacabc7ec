import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { type DesiredState, desiredState, withHold, withoutHold } from '#app/provisioning/domain/service'
import { SteerService } from '#app/provisioning/actions/steer_service'
import { lockServiceOfSubscription, type ServiceRow, updateService } from '#app/provisioning/records/services'

/**
 * What the subscription wants of its service. "Suspended" is the hold `unpaid` among the holds of staff, so that paying does
 * not lift what staff placed. An end stays an end.
 */
@inject()
export class SetDesiredState {
  constructor(private steerService: SteerService) {}

  execute({
    subscriptionId,
    desired,
  }: {
    subscriptionId: string
    desired: DesiredState
  }): Promise<ServiceRow | null> {
    return inTransaction(async () => {
      const service = await lockServiceOfSubscription(subscriptionId)
      if (!service) return null
      const holds =
        desired === 'suspended' ? withHold(service.holds, 'unpaid') : withoutHold(service.holds, 'unpaid')
      const isEnded = desired === 'gone' || service.desired === 'gone'
      const changes = { holds, desired: desiredState(holds, isEnded) }
      await updateService(service.id, changes)
      await this.steerService.execute(service.id)
      return { ...service, ...changes }
    })
  }
}
