import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readUpload, sendFile } from '#app/shared/http/read_upload'
import { readId } from '#app/shared/ids'
import { SubmitTaxCertificate } from '#app/billing/actions/submit_tax_certificate'
import { readCertificate } from '#app/billing/http/read_tax_forms'
import { sendTaxRefusal } from '#app/billing/http/tax_refusals'
import {
  showCertificate,
  showListedCertificate,
} from '#app/billing/http/transformers/certificate_transformers'
import { listTaxCertificatesQuery, submitTaxCertificate } from '#app/billing/http/validators/tax_validators'
import { findCertificateFile, listTaxCertificates } from '#app/billing/queries/list_tax_certificates'

/** Certificates of exemption: handed in by their customer, or by staff for one. */
@inject()
export default class TaxCertificatesController {
  constructor(private submit: SubmitTaxCertificate) {}

  async index({ request, caller }: HttpContext) {
    const { cursor, limit, status, customer_id } = await request.validateUsing(listTaxCertificatesQuery)
    const own = visibleCustomer(caller!)
    const wanted = customer_id ? readId('customer', customer_id) : null
    if (customer_id && (!wanted || (own && wanted !== own)))
      return toListAnswer({ rows: [], nextCursor: null }, showListedCertificate)
    const search = { customerId: own ?? wanted, status, before: cursor ?? null, size: pageSize(limit) }
    return toListAnswer(await listTaxCertificates(search), showListedCertificate)
  }

  async store(ctx: HttpContext) {
    const customerId = visibleCustomer(ctx.caller!) ?? readId('customer', ctx.params.id)
    const file = await readUpload(ctx, 'file')
    const body = await ctx.request.validateUsing(submitTaxCertificate)
    if (!customerId) return sendTaxRefusal(ctx, { type: 'customer_not_found' })
    if (!file.ok) return sendTaxRefusal(ctx, file.error)
    const result = await this.submit.execute({
      ...readCertificate(body),
      customerId,
      userId: ctx.caller!.userId,
      file: file.value,
    })
    return result.ok ? showCertificate(result.value) : sendTaxRefusal(ctx, result.error)
  }

  async file(ctx: HttpContext) {
    const id = readId('taxCertificate', ctx.params.id)
    const file = id ? await findCertificateFile(id, visibleCustomer(ctx.caller!)) : null
    return file ? sendFile(ctx, file) : sendTaxRefusal(ctx, { type: 'tax_certificate_not_found' })
  }
}
