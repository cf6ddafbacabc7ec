import { inject } from '@adonisjs/core'
import { readPolicies } from '#app/billing/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { ChangeStaffHold } from '#app/provisioning/actions/change_staff_hold'
import { listPaidServices } from '#app/provisioning/queries/list_paid_services'

interface Disputed {
  paymentId: string
  reason: string
}

/** Keeps services suspended whose payment a bank took back, where the policy says so, and lets them go on when it is ours again. */
@inject()
export class HoldDisputedServices {
  constructor(private changeHold: ChangeStaffHold) {}

  execute({ paymentId, reason }: Disputed): Promise<void> {
    return inTransaction(async () => {
      if (readPolicies(currentTenant().policies).disputedServices === 'keep') return
      const note = `The payment for it is disputed: ${reason}`
      for (const serviceId of await listPaidServices(paymentId))
        await this.changeHold.place({ serviceId, hold: 'dispute', note })
    })
  }

  lift({ paymentId }: Disputed): Promise<void> {
    return inTransaction(async () => {
      const note = 'The dispute of its payment is over'
      for (const serviceId of await listPaidServices(paymentId))
        await this.changeHold.lift({ serviceId, hold: 'dispute', note })
    })
  }
}
