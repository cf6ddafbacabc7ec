import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as orders from '#app/checkout/records/orders'

/** Forgets from where a customer ordered; what was ordered, and that the terms were accepted, stays. */
@inject()
export class EraseOrders {
  execute(customerId: string): Promise<number> {
    return inTransaction(() => orders.eraseOrigins(customerId))
  }
}
