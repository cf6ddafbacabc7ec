import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as customerNotes from '#app/customers/records/customer_notes'
import * as customers from '#app/customers/records/customers'
import * as sshKeys from '#app/customers/records/ssh_keys'

/** Forgets who a customer is: what stays is a number. Issued invoices hold a copy of their own, which the law wants kept. */
@inject()
export class EraseDetails {
  /** @returns how many of staff's notes went */
  execute(customerId: string): Promise<number> {
    return inTransaction(async () => {
      await customers.update(customerId, {
        kind: 'person',
        name: 'Erased',
        company_name: null,
        email: `erased-${customerId}@erased.invalid`,
        phone: null,
        region: null,
        city: null,
        postal_code: null,
        street: null,
        tax_id: null,
        buyer_reference: null,
        electronic_address: null,
        status: 'closed',
      })
      await sshKeys.removeOfCustomer(customerId)
      return customerNotes.removeOfCustomer(customerId)
    })
  }
}
