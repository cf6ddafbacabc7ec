import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { ChangeGroupDunningError } from '#app/billing/actions/change_group_dunning'
import type { TimelineProblem } from '#app/billing/domain/dunning'
import { toSnake } from '#app/billing/http/validators/policy_validators'

/** How each refusal to change policies looks: a sentence beside each of them. */
export function refusePolicies(ctx: HttpContext, error: ChangeGroupDunningError, prefix = ''): void {
  const { type } = error
  switch (type) {
    case 'group_not_found':
      return sendProblem(ctx, { status: 404, code: type, detail: ctx.i18n.t('customers.groups.refused.group_not_found') })
    case 'settings_changed_meanwhile':
      return sendProblem(ctx, { status: 409, code: type, detail: ctx.i18n.t('policies.changed_meanwhile') })
    case 'policies_refused':
      return sendProblem(ctx, {
        status: 422,
        code: type,
        detail: ctx.i18n.t('policies.refused'),
        errors: error.problems.map((problem) => ({ field: prefix + toSnake(problem.policy), message: sentence(ctx, problem) })),
      })
    default:
      return unreachable(type)
  }
} // prettier-ignore

function sentence(ctx: HttpContext, problem: TimelineProblem): string {
  const choices = 'choices' in problem ? problem.choices.join(', ') : undefined
  return ctx.i18n.t(`policies.problems.${problem.type}`, {
    ...problem,
    ...(choices ? { choices } : {}),
  })
}
