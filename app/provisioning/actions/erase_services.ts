import { inject } from '@adonisjs/core'
import { EraseHoldings } from '#app/network/index'
import { inTransaction } from '#app/shared/database/unit'
import * as erasedServices from '#app/provisioning/records/erased_services'

/** Forgets what the servers of a customer were called, and what opened them. */
@inject()
export class EraseServices {
  constructor(private eraseHoldings: EraseHoldings) {}

  execute(customerId: string): Promise<number> {
    return inTransaction(async () => {
      await this.eraseHoldings.execute(customerId)
      return erasedServices.eraseOfCustomer(customerId)
    })
  }
}
