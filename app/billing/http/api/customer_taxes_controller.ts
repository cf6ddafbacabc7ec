import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { showCustomerTax, showOwnTax } from '#app/billing/http/transformers/tax_transformers'
import { findCustomerTax } from '#app/billing/queries/find_customer_tax'

/** Which tax a customer pays and why: for the customer (without id) and, with all that is known, for staff. */
@inject()
export default class CustomerTaxesController {
  constructor(private clock: Clock) {}

  async own({ caller }: HttpContext) {
    return showOwnTax((await findCustomerTax(visibleCustomer(caller!)!, this.clock))!)
  }

  async show(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    const page = id ? await findCustomerTax(id, this.clock) : null
    return page ? showCustomerTax(page) : sendTaxRefusal(ctx, { type: 'customer_not_found' })
  }
}
