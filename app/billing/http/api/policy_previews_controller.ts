import type { HttpContext } from '@adonisjs/core/http'
import { readSettings } from '#app/tenancy/index'
import { findTimelineProblems, readDunning } from '#app/billing/domain/dunning'
import { writeWish } from '#app/billing/domain/policy_change'
import { exampleDueOn } from '#app/billing/http/example_due_on'
import { refusePolicies } from '#app/billing/http/api/policy_refusals'
import { showExample } from '#app/billing/http/transformers/policy_transformers'
import { policyPreviewForm, readWish } from '#app/billing/http/validators/policy_validators'

/** What policies would mean for an invoice; nothing is written. */
export default class PolicyPreviewsController {
  async store(ctx: HttpContext) {
    const wish = readWish(await ctx.request.validateUsing(policyPreviewForm))
    const wished = writeWish((await readSettings()).settings, wish)
    const problems = findTimelineProblems(wished)
    if (problems.length > 0) return refusePolicies(ctx, { type: 'policies_refused', problems })
    return { example: showExample(readDunning(wished), exampleDueOn()) }
  }
}
