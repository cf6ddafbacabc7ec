import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { pageSize } from '#app/shared/http/common_rules'
import { goBackWith } from '#app/shared/http/notice'
import { readUpload, sendFile } from '#app/shared/http/read_upload'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { findCustomer } from '#app/customers/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { SubmitTaxCertificate } from '#app/billing/actions/submit_tax_certificate'
import { subdivisions } from '#app/billing/domain/taxation/subdivisions'
import { readCertificate } from '#app/billing/http/read_tax_forms'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { showListedCertificate } from '#app/billing/http/transformers/certificate_transformers'
import { listTaxCertificatesQuery, submitTaxCertificate } from '#app/billing/http/validators/tax_validators'
import { findCertificateFile, listTaxCertificates } from '#app/billing/queries/list_tax_certificates'

/** A customer's own certificates of exemption, and handing one in. */
@inject()
export default class TaxCertificatesController {
  constructor(private submit: SubmitTaxCertificate) {}

  async index(ctx: HttpContext) {
    const { cursor } = await ctx.request.validateUsing(listTaxCertificatesQuery)
    const customerId = visibleCustomer(ctx.caller!)!
    const search = { customerId, before: cursor ?? null, size: pageSize(undefined) }
    const page = await listTaxCertificates(search)
    const customer = await inReadTransaction(() => findCustomer(customerId))
    return renderPage(ctx, 'billing/portal/tax_certificates', {
      certificates: page.rows.map(showListedCertificate),
      next_cursor: page.nextCursor,
      country: customer?.country ?? null,
      subdivisions,
    })
  }

  async store(ctx: HttpContext) {
    const file = await readUpload(ctx, 'file')
    const body = await ctx.request.validateUsing(submitTaxCertificate)
    if (!file.ok) return refuseTaxForm(ctx, file.error)
    const customerId = visibleCustomer(ctx.caller!)!
    const input = { ...readCertificate(body), customerId, userId: ctx.caller!.userId, file: file.value }
    const result = await this.submit.execute(input)
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.certificate_submitted')
  }

  async file(ctx: HttpContext) {
    const file = await findCertificateFile(readRecordId(ctx, 'taxCertificate'), visibleCustomer(ctx.caller!))
    if (!file) throw notFound(ctx)
    sendFile(ctx, file)
  }
}
