import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { BeginMethodSetup } from '#app/payments/actions/begin_method_setup'
import { FinishMethodSetup } from '#app/payments/actions/finish_method_setup'
import { refuseBeginning, sendGatewayUnavailable } from '#app/payments/http/api/payment_refusals'
import { consentOf } from '#app/payments/http/consent'
import { readGatewayId } from '#app/payments/http/gateway_choice'
import { showMethodSetup } from '#app/payments/http/transformers/method_transformers'
import { beginMethodSetup } from '#app/payments/http/validators/payment_validators'

/** Cards and accounts being saved without a charge. */
@inject()
export default class MethodSetupsController {
  constructor(
    private begin: BeginMethodSetup,
    private finish: FinishMethodSetup
  ) {}

  async store(ctx: HttpContext) {
    const { gateway_id: gatewayId } = await ctx.request.validateUsing(beginMethodSetup)
    const begun = await this.begin.execute({
      customerId: visibleCustomer(ctx.caller!)!,
      consent: consentOf(ctx),
      gatewayId: readGatewayId(gatewayId),
    })
    if (begun.ok) return showMethodSetup(begun.value.setup, begun.value)
    return refuseBeginning(ctx, begun.error)
  }

  async finishing(ctx: HttpContext) {
    const setupId = readId('methodSetup', ctx.params.id)
    const finished =
      setupId && (await this.finish.execute({ setupId, customerId: visibleCustomer(ctx.caller!)! }))
    if (!finished || (!finished.ok && finished.error.type === 'setup_not_found')) {
      return sendProblem(ctx, {
        status: 404,
        code: 'method_setup_not_found',
        detail: 'There is no such set-up.',
      })
    }
    return finished.ok ? showMethodSetup(finished.value) : sendGatewayUnavailable(ctx)
  }
}
