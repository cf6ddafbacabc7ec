import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isHostname } from '#app/catalogue/index'
import { sendProblem } from '#app/shared/http/problem'
import { type ReverseNameError, SetReverseName } from '#app/provisioning/actions/set_reverse_name'
import { askedService, refuseBelonging } from '#app/provisioning/http/api/belongings_refusals'
import { adviseOnName, showSetName } from '#app/provisioning/http/transformers/reverse_name_transformer'
import { setReverseNameBody } from '#app/provisioning/http/validators/care_validators'

/** Names that the addresses of a service point back to. */
@inject()
export default class ReverseNamesController {
  constructor(private setReverseName: SetReverseName) {}

  async update(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(setReverseNameBody)
    if (name !== null && (!isHostname(name) || !name.includes('.'))) {
      const detail = ctx.i18n.t('belongings.reverse.refused.name_invalid')
      return sendProblem(ctx, { status: 422, code: 'name_invalid', field: 'name', detail })
    }
    const address = String(ctx.params.address)
    const set = await this.setReverseName.execute({ ...askedService(ctx), address, name })
    return set.ok ? showSetName(ctx.i18n, set.value) : refuse(ctx, set.error)
  }
}

function refuse(ctx: HttpContext, error: ReverseNameError): void {
  switch (error.type) {
    case 'name_points_elsewhere': {
      const detail = adviseOnName(ctx.i18n, error)
      return sendProblem(ctx, { status: 422, code: error.type, field: 'name', detail })
    }
    case 'name_not_checked': {
      const detail = ctx.i18n.t('belongings.reverse.refused.name_not_checked')
      return sendProblem(ctx, { status: 503, code: error.type, detail })
    }
    default:
      return refuseBelonging(ctx, error)
  }
}
