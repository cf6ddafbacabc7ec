import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import type { MemberPermission } from '#app/identity/domain/permissions'
import * as memberships from '#app/identity/records/memberships'

export interface NewMembership {
  userId: string
  customerId: string
  permissions: MemberPermission[]
}

/** Gives a person a place in a customer's team. */
@inject()
export class AddMembership {
  constructor(private clock: Clock) {}

  async execute({ userId, customerId, permissions }: NewMembership): Promise<void> {
    await inTransaction(() =>
      memberships.insert({
        id: newId(),
        customer_id: customerId,
        user_id: userId,
        permissions,
        created_at: this.clock.now(),
      })
    )
  }
}
