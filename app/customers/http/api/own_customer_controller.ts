import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { UpdateCustomer } from '#app/customers/actions/update_customer'
import { refuseChange } from '#app/customers/http/api/customer_refusals'
import { showCustomer } from '#app/customers/http/transformers/customer_transformers'
import { updateCustomer } from '#app/customers/http/validators/customer_validators'
import { findCustomer } from '#app/customers/queries/find_customer'

/** The customer for whom the token works. */
@inject()
export default class OwnCustomerController {
  constructor(private change: UpdateCustomer) {}

  async show({ caller }: HttpContext) {
    return showCustomer((await findCustomer(visibleCustomer(caller!)!))!)
  }

  async update(ctx: HttpContext) {
    const changes = await ctx.request.validateUsing(updateCustomer)
    const result = await this.change.execute(visibleCustomer(ctx.caller!)!, changes)
    return result.ok ? showCustomer(result.value) : refuseChange(ctx, result.error)
  }
}
