import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as addressHoldings from '#app/network/records/address_holdings'

/** Forgets the names under which addresses were held. Who held which address at which second stays, by number: misuse is asked about for years. */
@inject()
export class EraseHoldings {
  execute(customerId: string): Promise<void> {
    return inTransaction(() => addressHoldings.eraseNamesOfCustomer(customerId))
  }
}
