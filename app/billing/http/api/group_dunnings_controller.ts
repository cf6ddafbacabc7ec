import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { ChangeGroupDunning } from '#app/billing/actions/change_group_dunning'
import { exampleDueOn } from '#app/billing/http/example_due_on'
import { refusePolicies } from '#app/billing/http/api/policy_refusals'
import { showGroupDunning } from '#app/billing/http/transformers/policy_transformers'
import { groupDunningForm, readWish } from '#app/billing/http/validators/policy_validators'
import { findDunningOfGroup, standardDunning } from '#app/billing/queries/load_dunning'

/** How a customer group is dunned. */
@inject()
export default class GroupDunningsController {
  constructor(private change: ChangeGroupDunning) {}

  async show(ctx: HttpContext) {
    const groupId = readId('customerGroup', ctx.params.id)
    const dunning = groupId ? await findDunningOfGroup(groupId) : null
    if (!dunning) return refusePolicies(ctx, { type: 'group_not_found' })
    return showGroupDunning(dunning, standardDunning(), exampleDueOn())
  }

  async update(ctx: HttpContext) {
    const { version, policy } = await ctx.request.validateUsing(groupDunningForm)
    const groupId = readId('customerGroup', ctx.params.id)
    if (!groupId) return refusePolicies(ctx, { type: 'group_not_found' })
    const changed = await this.change.execute({ groupId, version, wish: policy && readWish(policy) })
    if (!changed.ok) return refusePolicies(ctx, changed.error, 'policy.')
    return showGroupDunning(changed.value, standardDunning(), exampleDueOn())
  }
}
