import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as carts from '#app/checkout/records/carts'
import * as orders from '#app/checkout/records/orders'

/** Forgets from where a customer ordered, and what they had begun to; what was ordered, and that the terms were accepted, stays. */
@inject()
export class EraseOrders {
  execute(customerId: string): Promise<number> {
    return inTransaction(async () => {
      await carts.removeOfCustomer(customerId)
      return orders.eraseOrigins(customerId)
    })
  }
}
