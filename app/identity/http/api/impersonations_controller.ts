import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { EndImpersonation } from '#app/identity/actions/end_impersonation'
import { PrepareImpersonation } from '#app/identity/actions/prepare_impersonation'
import { impersonationMinutesDefault } from '#app/identity/domain/impersonation'
import { impersonationUrl } from '#app/identity/http/impersonation_url'
import { showImpersonation } from '#app/identity/http/transformers/impersonation_transformers'
import { listPage } from '#app/identity/http/validators/identity_validators'
import { newImpersonation } from '#app/identity/http/validators/impersonation_validators'
import { findImpersonation } from '#app/identity/queries/find_impersonation'
import { listImpersonations } from '#app/identity/queries/list_impersonations'

/** Staff who act in a customer's name. */
@inject()
export default class ImpersonationsController {
  constructor(
    private prepare: PrepareImpersonation,
    private end: EndImpersonation
  ) {}

  async index({ request }: HttpContext) {
    const { cursor, limit } = await request.validateUsing(listPage)
    const page = await listImpersonations({ before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showImpersonation)
  }

  async store(ctx: HttpContext) {
    const { customer_id, user_id, reason, minutes } = await ctx.request.validateUsing(newImpersonation)
    const customerId = readId('customer', customer_id)
    const userId = readId('user', user_id)
    if (!customerId || !userId) return refuseField('user_id', ctx.i18n.t('identity.impersonation.nobody'))
    const prepared = await this.prepare.execute({
      staffUserId: ctx.caller!.userId,
      staffSession: null,
      tokenId: ctx.caller!.tokenId,
      customerId,
      userId,
      reason,
      minutes: minutes ?? impersonationMinutesDefault,
    })
    if (!prepared.ok) {
      switch (prepared.error.type) {
        case 'person_not_found':
          return refuseField('user_id', ctx.i18n.t('identity.impersonation.nobody'))
        case 'person_is_staff':
          return refuseField('user_id', ctx.i18n.t('identity.impersonation.is_staff'))
        default:
          return unreachable(prepared.error)
      }
    }
    const { id, token } = prepared.value
    return { ...showImpersonation((await findImpersonation(id))!), url: await impersonationUrl(token) }
  }

  async destroy(ctx: HttpContext) {
    const id = readId('impersonation', ctx.params.id)
    const ended = id ? await this.end.execute(id) : null
    if (!ended?.ok)
      return sendProblem(ctx, {
        status: 404,
        code: 'impersonation_not_found',
        detail: 'There is no such impersonation.',
      })
  }
}
