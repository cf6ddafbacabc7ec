import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { RemoveMethod } from '#app/payments/actions/remove_method'
import { listPaymentMethods } from '#app/payments/queries/list_payment_methods'
import * as erasedPayers from '#app/payments/records/erased_payers'

/** Forgets how a customer paid: saved methods, here and at their gateways, and from where they agreed to them. Amounts and days stay. */
@inject()
export class ErasePayer {
  constructor(private removeMethod: RemoveMethod) {}

  /** @returns how many saved methods went */
  execute(customerId: string): Promise<number> {
    return inTransaction(async () => {
      const methods = await listPaymentMethods(customerId)
      // Few, and each is announced by itself, so that its gateway is told.
      for (const { id } of methods) await this.removeMethod.execute({ customerId, paymentMethodId: id })
      await erasedPayers.eraseOfCustomer(customerId)
      return methods.length
    })
  }
}
