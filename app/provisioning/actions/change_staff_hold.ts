import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import {
  desiredState,
  type Hold,
  type StaffHold,
  withHold,
  withoutHold,
} from '#app/provisioning/domain/service'
import { serviceHoldLifted, serviceHoldPlaced } from '#app/provisioning/events'
import { SteerService } from '#app/provisioning/actions/steer_service'
import { lockService, type ServiceRow, updateService } from '#app/provisioning/records/services'

export interface StaffHoldInput {
  serviceId: string
  hold: StaffHold
  note: string
}

export type StaffHoldError =
  { type: 'service_not_found' } | { type: 'service_ended' } | { type: 'hold_unchanged' }

type StaffHoldResult = Promise<Result<ServiceRow, StaffHoldError>>

/** Keeps a service suspended for a reason of staff, or takes that reason back. Other reasons stay as they are. */
@inject()
export class ChangeStaffHold {
  constructor(
    private events: EventLog,
    private steerService: SteerService
  ) {}

  place(input: StaffHoldInput): StaffHoldResult {
    return this.change(input, { kind: serviceHoldPlaced, apply: withHold })
  }

  lift(input: StaffHoldInput): StaffHoldResult {
    return this.change(input, { kind: serviceHoldLifted, apply: withoutHold })
  }

  private change({ serviceId, hold, note }: StaffHoldInput, { kind, apply }: Change): StaffHoldResult {
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      if (!service) return err({ type: 'service_not_found' })
      if (['terminating', 'terminated', 'failed'].includes(service.status))
        return err({ type: 'service_ended' })
      const holds = apply(service.holds, hold)
      if (holds.length === service.holds.length) return err({ type: 'hold_unchanged' })
      const changes = { holds, desired: desiredState(holds, service.desired === 'gone') }
      await updateService(serviceId, changes)
      const data = { serviceId, subscriptionId: service.subscriptionId, hold, note }
      await this.events.record([
        fact(kind, { kind: 'service', id: serviceId }, { customerId: service.customerId, data }),
      ])
      await this.steerService.execute(serviceId)
      return ok({ ...service, ...changes })
    })
  }
}

interface Change {
  kind: typeof serviceHoldPlaced
  apply: (holds: readonly Hold[], hold: Hold) => Hold[]
}
