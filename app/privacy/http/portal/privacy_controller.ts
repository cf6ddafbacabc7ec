import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { findMembership } from '#app/identity/index'
import { nothingHere, ownCustomer, tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { RequestErasure } from '#app/privacy/actions/request_erasure'
import { RequestExport } from '#app/privacy/actions/request_export'
import { SetConsent } from '#app/privacy/actions/set_consent'
import { coolingOffDays } from '#app/privacy/domain/erasure'
import { mayHaveCopy } from '#app/privacy/domain/data_export'
import { showPrivacy } from '#app/privacy/http/transformers/privacy_transformers'
import { askForErasure, setMarketing } from '#app/privacy/http/validators/privacy_validators'
import { sendCopy } from '#app/privacy/http/send_copy'
import { agreesToMarketing, findDownload, findPrivacy } from '#app/privacy/queries/find_privacy'

/** The customer's data: what they agreed to, a copy of it, and being forgotten. */
@inject()
export default class PrivacyController {
  constructor(
    private clock: Clock,
    private requestExport: RequestExport,
    private requestErasure: RequestErasure,
    private setConsent: SetConsent
  ) {}

  async show(ctx: HttpContext) {
    const customerId = ownCustomer(ctx)
    const { userId } = ctx.caller!
    const place = await findMembership(userId, customerId)
    return renderPage(ctx, 'privacy/portal/privacy', {
      ...showPrivacy(await findPrivacy(customerId, this.clock.now())),
      agrees_to_marketing: await agreesToMarketing(userId),
      may_have_copy: mayHaveCopy(ctx.caller!),
      is_owner: place?.permissions.includes('owner') ?? false,
      customer_number: (await findCustomer(customerId))!.number,
      cooling_off_days: coolingOffDays,
    })
  }

  async marketing(ctx: HttpContext) {
    const { is_given } = await ctx.request.validateUsing(setMarketing)
    await this.setConsent.execute({
      userId: ctx.caller!.userId,
      customerId: ownCustomer(ctx),
      kind: 'marketing',
      isGiven: is_given,
      version: null,
      ip: ctx.request.ip(),
    })
    tell(ctx, 'success', 'privacy.marketing.saved')
    return ctx.response.redirect().toPath('/privacy')
  }

  async storeExport(ctx: HttpContext) {
    if (!mayHaveCopy(ctx.caller!)) {
      tell(ctx, 'error', 'privacy.refused.not_yours_to_read')
      return ctx.response.redirect().toPath('/privacy')
    }
    const asked = await this.requestExport.execute({
      customerId: ownCustomer(ctx),
      userId: ctx.caller!.userId,
    })
    if (asked.ok) tell(ctx, 'success', 'privacy.export.asked')
    else tell(ctx, 'error', `privacy.refused.${asked.error.type}`)
    return ctx.response.redirect().toPath('/privacy')
  }

  async download(ctx: HttpContext) {
    const id = mayHaveCopy(ctx.caller!) ? readId('dataExport', ctx.params.id) : null
    const found = id ? await findDownload(id, ownCustomer(ctx), this.clock.now()) : null
    if (!found) return nothingHere(ctx)
    return sendCopy(ctx, found)
  }

  async storeErasure(ctx: HttpContext) {
    const { number } = await ctx.request.validateUsing(askForErasure)
    const customerId = ownCustomer(ctx)
    if (number !== (await findCustomer(customerId))!.number)
      refuseField('number', ctx.i18n.t('privacy.erasure.wrong_number'))
    const asked = await this.requestErasure.execute({ customerId, userId: ctx.caller!.userId })
    if (asked.ok) tell(ctx, 'success', 'privacy.erasure.asked')
    else tell(ctx, 'error', `privacy.refused.${asked.error.type}`)
    return ctx.response.redirect().toPath('/privacy')
  }

  async destroyErasure(ctx: HttpContext) {
    const by = { customerId: ownCustomer(ctx), userId: ctx.caller!.userId }
    const withdrawn = await this.requestErasure.withdraw(by)
    if (withdrawn.ok) tell(ctx, 'success', 'privacy.erasure.withdrawn')
    else tell(ctx, 'error', `privacy.refused.${withdrawn.error.type}`)
    return ctx.response.redirect().toPath('/privacy')
  }
}
