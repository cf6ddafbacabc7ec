import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isHostname } from '#app/catalogue/index'
import { sendProblem } from '#app/shared/http/problem'
import { SetReverseName } from '#app/provisioning/actions/set_reverse_name'
import { askedService, refuseBelonging } from '#app/provisioning/http/api/belongings_refusals'
import { setReverseNameBody } from '#app/provisioning/http/validators/care_validators'

/** Names that the addresses of a service point back to. */
@inject()
export default class ReverseNamesController {
  constructor(private setReverseName: SetReverseName) {}

  async update(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(setReverseNameBody)
    if (name !== null && (!isHostname(name) || !name.includes('.'))) {
      const detail = 'This is not a full host name.'
      const errors = [{ field: 'name', message: detail }]
      return sendProblem(ctx, { status: 422, code: 'name_invalid', detail, errors })
    }
    const address = String(ctx.params.address)
    const set = await this.setReverseName.execute({ ...askedService(ctx), address, name })
    return set.ok ? ctx.response.noContent() : refuseBelonging(ctx, set.error)
  }
}
