import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { markOfSession } from '#app/shared/realtime/ended_sessions'
import { PrepareImpersonation } from '#app/identity/actions/prepare_impersonation'
import { impersonationMinutesDefault } from '#app/identity/domain/impersonation'
import { impersonationUrl } from '#app/identity/http/impersonation_url'
import { newImpersonation } from '#app/identity/http/validators/impersonation_validators'

/** Goes over to the customers' host, in the name of somebody of a customer's team. */
@inject()
export default class ImpersonationsController {
  constructor(private prepare: PrepareImpersonation) {}

  async store(ctx: HttpContext) {
    const { customer_id, user_id, reason, minutes } = await ctx.request.validateUsing(newImpersonation)
    const customerId = readId('customer', customer_id)
    const userId = readId('user', user_id)
    const prepared =
      customerId && userId
        ? await this.prepare.execute({
            staffUserId: ctx.caller!.userId,
            staffSession: markOfSession(ctx.session.sessionId),
            tokenId: null,
            customerId,
            userId,
            reason,
            minutes: minutes ?? impersonationMinutesDefault,
          })
        : null
    if (prepared?.ok) return ctx.inertia.location(await impersonationUrl(prepared.value.token))
    const isStaff = prepared?.error.type === 'person_is_staff'
    return refuseField('user_id', ctx.i18n.t(`identity.impersonation.${isStaff ? 'is_staff' : 'nobody'}`))
  }
}
