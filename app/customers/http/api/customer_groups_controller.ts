import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { ManageCustomerGroups } from '#app/customers/actions/manage_customer_groups'
import { refuseGroup } from '#app/customers/http/api/group_refusals'
import { showCustomerGroup } from '#app/customers/http/transformers/group_transformers'
import {
  changedGroupForm,
  listGroupsQuery,
  newGroupForm,
} from '#app/customers/http/validators/group_validators'
import { findCustomerGroup, pageCustomerGroups } from '#app/customers/queries/list_customer_groups'

/** Groups of customers that are treated alike. */
@inject()
export default class CustomerGroupsController {
  constructor(private groups: ManageCustomerGroups) {}

  async index({ request }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(listGroupsQuery)
    return toListAnswer(
      await pageCustomerGroups({ before: cursor ?? null, size: pageSize(limit) }),
      showCustomerGroup
    )
  }

  async show(ctx: HttpContext) {
    const id = readId('customerGroup', ctx.params.id)
    const group = id ? await findCustomerGroup(id) : null
    return group ? showCustomerGroup(group) : refuseGroup(ctx, { type: 'group_not_found' })
  }

  async store(ctx: HttpContext) {
    const made = await this.groups.create(await ctx.request.validateUsing(newGroupForm))
    if (!made.ok) return refuseGroup(ctx, made.error)
    ctx.response.status(201)
    return showCustomerGroup(made.value)
  }

  async update(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(changedGroupForm)
    const groupId = readId('customerGroup', ctx.params.id)
    if (!groupId) return refuseGroup(ctx, { type: 'group_not_found' })
    const changed = await this.groups.change({ ...form, groupId })
    return changed.ok ? showCustomerGroup(changed.value) : refuseGroup(ctx, changed.error)
  }

  async destroy(ctx: HttpContext) {
    const groupId = readId('customerGroup', ctx.params.id)
    if (!groupId) return refuseGroup(ctx, { type: 'group_not_found' })
    const removed = await this.groups.remove({ groupId })
    return removed.ok ? showCustomerGroup(removed.value) : refuseGroup(ctx, removed.error)
  }
}
