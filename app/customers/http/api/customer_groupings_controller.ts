import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { ManageCustomerGroups } from '#app/customers/actions/manage_customer_groups'
import { sendCustomerNotFound } from '#app/customers/http/api/customer_refusals'
import { refuseGroup } from '#app/customers/http/api/group_refusals'
import { showCustomerGroup } from '#app/customers/http/transformers/group_transformers'
import { moveCustomerForm } from '#app/customers/http/validators/group_validators'
import { findGroupOfCustomer } from '#app/customers/queries/list_customer_groups'

/** Which group a customer is in. */
@inject()
export default class CustomerGroupingsController {
  constructor(private groups: ManageCustomerGroups) {}

  async show(ctx: HttpContext) {
    const customerId = readId('customer', ctx.params.id)
    const group = customerId ? await findGroupOfCustomer(customerId) : undefined
    if (group === undefined) return sendCustomerNotFound(ctx)
    return { group: group && showCustomerGroup(group) }
  }

  async update(ctx: HttpContext) {
    const { group_id: shown } = await ctx.request.validateUsing(moveCustomerForm)
    const customerId = readId('customer', ctx.params.id)
    if (!customerId) return sendCustomerNotFound(ctx)
    const groupId = shown === null ? null : readId('customerGroup', shown)
    if (shown !== null && !groupId) return refuseGroup(ctx, { type: 'group_not_found' }, 'group_id')
    const moved = await this.groups.move({ customerId, groupId })
    if (moved.ok) return { group: moved.value && showCustomerGroup(moved.value) }
    return moved.error.type === 'customer_not_found'
      ? sendCustomerNotFound(ctx)
      : refuseGroup(ctx, moved.error, 'group_id')
  }
}
