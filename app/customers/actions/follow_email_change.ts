import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { findOwnedCustomers } from '#app/identity/index'
import { UpdateCustomer } from '#app/customers/actions/update_customer'
import * as customers from '#app/customers/records/customers'

/** An owner whose bills went to their own old address has them sent to the new one. Addresses that were chosen for bills stay. */
@inject()
export class FollowEmailChange {
  constructor(private update: UpdateCustomer) {}

  async execute({ userId, before, after }: { userId: string; before: string; after: string }): Promise<void> {
    await inTransaction(async () => {
      const ids = await findOwnedCustomers(userId)
      const owned = ids.length > 0 ? await customers.findMany(ids) : []
      for (const { id } of owned.filter(({ email }) => email === before))
        await this.update.execute(id, { email: after })
    })
  }
}
