import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { UpdateCustomer } from '#app/customers/actions/update_customer'
import { refuseChange, sendCustomerNotFound } from '#app/customers/http/api/customer_refusals'
import { showCustomer } from '#app/customers/http/transformers/customer_transformers'
import { listCustomersQuery, updateCustomerAsStaff } from '#app/customers/http/validators/customer_validators'
import { findCustomer } from '#app/customers/queries/find_customer'
import { listCustomers } from '#app/customers/queries/list_customers'

/** Every customer of the tenant, for staff. */
@inject()
export default class CustomersController {
  constructor(private change: UpdateCustomer) {}

  async index({ request }: HttpContext) {
    const { search, group_id, cursor, limit } = await request.validateUsing(listCustomersQuery)
    const groupId = group_id ? readId('customerGroup', group_id) : null
    if (group_id && !groupId) return toListAnswer({ rows: [], nextCursor: null }, showCustomer)
    const page = await listCustomers({ search, groupId, before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showCustomer)
  }

  async show(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    const customer = id ? await findCustomer(id) : undefined
    return customer ? showCustomer(customer) : sendCustomerNotFound(ctx)
  }

  async update(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    if (!id) return sendCustomerNotFound(ctx)
    const changes = await ctx.request.validateUsing(updateCustomerAsStaff)
    const result = await this.change.execute(id, changes)
    return result.ok ? showCustomer(result.value) : refuseChange(ctx, result.error)
  }
}
