import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { WithdrawOffer } from '#app/offers/actions/withdraw_offer'
import * as erasedOffers from '#app/offers/records/erased_offers'

/** Takes back the quotes that a customer has open, and forgets for whom those were that did not become orders. */
@inject()
export class EraseOffers {
  constructor(private withdraw: WithdrawOffer) {}

  execute(customerId: string): Promise<number> {
    return inTransaction(async () => {
      // Few at a time, and each is announced by itself.
      for (const offerId of await erasedOffers.listOpenOfCustomer(customerId))
        await this.withdraw.execute({ offerId })
      return erasedOffers.eraseOfCustomer(customerId)
    })
  }
}
