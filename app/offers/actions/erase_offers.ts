import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as erasedOffers from '#app/offers/records/erased_offers'

/** Forgets for whom quotes were that a customer did not accept. */
@inject()
export class EraseOffers {
  execute(customerId: string): Promise<number> {
    return inTransaction(() => erasedOffers.eraseOfCustomer(customerId))
  }
}
