import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { findMembership } from '#app/identity/index'
import { chooseCustomer } from '#app/customers/http/validators/team_validators'

/** In whose name the person works, when they belong to several customers. */
export default class CurrentCustomersController {
  async update(ctx: HttpContext) {
    const { customer_id } = await ctx.request.validateUsing(chooseCustomer)
    const customerId = readId('customer', customer_id)
    const membership = customerId ? await findMembership(ctx.caller!.userId, customerId) : undefined
    if (membership) ctx.session.put('customer_id', membership.customer_id)
    // The record that is open may belong to the other customer: begin at the beginning.
    return ctx.response.redirect().toPath('/')
  }
}
