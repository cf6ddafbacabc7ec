import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import {
  type DecideCertificateError,
  DecideTaxCertificate,
} from '#app/billing/actions/decide_tax_certificate'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import { refuseTaxCertificate } from '#app/billing/http/validators/tax_validators'

/** Staff accept a certificate that was handed in, or refuse it. */
@inject()
export default class TaxCertificateDecisionsController {
  constructor(private decide: DecideTaxCertificate) {}

  async accept(ctx: HttpContext) {
    const id = readId('taxCertificate', ctx.params.id)
    if (!id) return sendTaxRefusal(ctx, { type: 'tax_certificate_not_found' })
    return this.answer(ctx, await this.decide.accept({ id, userId: ctx.caller!.userId }))
  }

  async refuse(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(refuseTaxCertificate)
    const id = readId('taxCertificate', ctx.params.id)
    if (!id) return sendTaxRefusal(ctx, { type: 'tax_certificate_not_found' })
    return this.answer(ctx, await this.decide.refuse({ id, userId: ctx.caller!.userId, reason }))
  }

  private answer(ctx: HttpContext, result: Result<void, DecideCertificateError>) {
    return result.ok ? ctx.response.noContent() : sendTaxRefusal(ctx, result.error)
  }
}
