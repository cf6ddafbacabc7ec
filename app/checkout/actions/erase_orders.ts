import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as carts from '#app/checkout/records/carts'
import * as erasedOrders from '#app/checkout/records/erased_orders'

/** Forgets from where a customer ordered, and under which names; what was ordered, and that the terms were accepted, stays. */
@inject()
export class EraseOrders {
  execute(customerId: string): Promise<number> {
    return inTransaction(async () => {
      await carts.removeOfCustomer(customerId)
      return erasedOrders.eraseOfCustomer(customerId)
    })
  }
}
