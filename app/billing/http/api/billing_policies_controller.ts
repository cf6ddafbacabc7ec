import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readSettings } from '#app/tenancy/index'
import { ChangeBillingPolicies } from '#app/billing/actions/change_billing_policies'
import { exampleDueOn } from '#app/billing/http/example_due_on'
import { refusePolicies } from '#app/billing/http/api/policy_refusals'
import { showPolicies } from '#app/billing/http/transformers/policy_transformers'
import { changedPoliciesForm, readWish } from '#app/billing/http/validators/policy_validators'

/** How the tenant bills, by staff. */
@inject()
export default class BillingPoliciesController {
  constructor(private change: ChangeBillingPolicies) {}

  async show() {
    return showPolicies(await readSettings(), exampleDueOn())
  }

  async update(ctx: HttpContext) {
    const { version, ...form } = await ctx.request.validateUsing(changedPoliciesForm)
    const changed = await this.change.execute({ version, wish: readWish(form) })
    return changed.ok ? showPolicies(changed.value, exampleDueOn()) : refusePolicies(ctx, changed.error)
  }
}
