import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { HoldCustomer } from '#app/privacy/actions/hold_customer'
import { showPrivacyToStaff } from '#app/privacy/http/transformers/privacy_transformers'
import { holdForm } from '#app/privacy/http/validators/privacy_validators'
import { findPrivacy } from '#app/privacy/queries/find_privacy'

/** What a customer agreed to, whether they are to be forgotten, and whether that is forbidden. */
@inject()
export default class CustomerPrivacyController {
  constructor(
    private clock: Clock,
    private hold: HoldCustomer
  ) {}

  async show(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    if (!id || !(await findCustomer(id))) return notFound(ctx)
    return showPrivacyToStaff(await findPrivacy(id, this.clock.now()))
  }

  async update(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(holdForm)
    const customerId = readId('customer', ctx.params.id)
    const held = customerId
      ? await this.hold.execute({ customerId, reason, userId: ctx.caller!.userId })
      : null
    if (held?.ok) return this.show(ctx)
    if (held?.error.type === 'already_held')
      return sendProblem(ctx, { status: 409, code: 'already_held', detail: 'The customer is held already.' })
    return notFound(ctx)
  }

  async destroy(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    const lifted = id ? await this.hold.lift(id, ctx.caller!.userId) : null
    if (!lifted?.ok)
      return sendProblem(ctx, { status: 404, code: 'not_held', detail: 'Nothing is held for this customer.' })
    ctx.response.noContent()
  }
}

function notFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'customer_not_found', detail: 'There is no such customer.' })
}
