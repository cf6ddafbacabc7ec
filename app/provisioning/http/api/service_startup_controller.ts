import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { explainVariable } from '#app/catalogue/index'
import { type FieldError, sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { ChangeStartup, type StartupFault } from '#app/provisioning/actions/change_startup'
import { refuseAccess } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf, reachOf } from '#app/provisioning/http/api/service_access'
import { showStartup } from '#app/provisioning/http/transformers/startup_transformer'
import { changeStartupBody } from '#app/provisioning/http/validators/startup_validators'

/** How a game server starts, and the settings of its game. */
@inject()
export default class ServiceStartupController {
  constructor(private startup: ChangeStartup) {}

  async show(ctx: HttpContext) {
    const startup = await this.startup.read(asked(ctx))
    return startup.ok ? showStartup(startup.value, seesSecrets(ctx)) : refuseAccess(ctx, startup.error)
  }

  async update(ctx: HttpContext) {
    const { image, variables: given = {} } = await ctx.request.validateUsing(changeStartupBody)
    const variables = Object.fromEntries(Object.entries(given).map(([code, value]) => [code, value ?? '']))
    const changed = await this.startup.execute(asked(ctx), { image, variables })
    if (changed.ok) return showStartup(changed.value, seesSecrets(ctx))
    if (changed.error.type !== 'startup_refused') return refuseAccess(ctx, changed.error)
    const errors = changed.error.faults.map((fault) => explain(ctx, fault))
    return sendProblem(ctx, { status: 422, code: 'startup_refused', detail: errors[0]!.message, errors })
  }
}

/** Who may change a setting may know it; staff have a right of its own, and none in somebody's name. */
function seesSecrets({ caller, impersonation }: HttpContext): boolean {
  const ability = caller!.kind === 'staff' ? 'staff:services:secrets' : 'services:write'
  return !impersonation && isAllowed(caller!, ability)
}

function asked(ctx: HttpContext) {
  return { serviceId: idOf(ctx, 'service'), customerId: reachOf(ctx).customerId }
}

function explain(ctx: HttpContext, fault: StartupFault): FieldError {
  const say = (key: string) => ctx.i18n.t(`variable_refusals.${key}`, {})
  switch (fault.type) {
    case 'variable_refused':
      return {
        field: `variables.${fault.code}`,
        message: explainVariable(ctx.i18n, fault.variable, fault.problem),
      }
    case 'variable_unknown':
      return { field: `variables.${fault.code}`, message: say('unknown') }
    case 'variable_fixed':
      return { field: `variables.${fault.code}`, message: say('fixed') }
    case 'image_unknown':
      return { field: 'image', message: say('image_unknown') }
    default:
      return unreachable(fault)
  }
}
