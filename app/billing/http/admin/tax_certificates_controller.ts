import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { goBackWith } from '#app/shared/http/notice'
import { readUpload, sendFile } from '#app/shared/http/read_upload'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { readId } from '#app/shared/ids'
import { DecideTaxCertificate } from '#app/billing/actions/decide_tax_certificate'
import { SubmitTaxCertificate } from '#app/billing/actions/submit_tax_certificate'
import { readCertificate } from '#app/billing/http/read_tax_forms'
import { refuseTaxForm } from '#app/billing/http/tax_refusals'
import { showListedCertificate } from '#app/billing/http/transformers/certificate_transformers'
import {
  listTaxCertificatesQuery,
  refuseTaxCertificate,
  submitTaxCertificate,
} from '#app/billing/http/validators/tax_validators'
import { findCertificateFile, listTaxCertificates } from '#app/billing/queries/list_tax_certificates'

/** Certificates of exemption that were handed in, for staff to look at. */
@inject()
export default class TaxCertificatesController {
  constructor(
    private submit: SubmitTaxCertificate,
    private decide: DecideTaxCertificate
  ) {}

  async index(ctx: HttpContext) {
    const { cursor, status, customer_id } = await ctx.request.validateUsing(listTaxCertificatesQuery)
    const customerId = customer_id ? readId('customer', customer_id) : null
    const search = { customerId, status, before: cursor ?? null, size: pageSize(undefined) }
    const page = await listTaxCertificates(search)
    return renderPage(ctx, 'billing/admin/tax_certificates', {
      certificates: page.rows.map(showListedCertificate),
      next_cursor: page.nextCursor,
    })
  }

  async store(ctx: HttpContext) {
    const file = await readUpload(ctx, 'file')
    const body = await ctx.request.validateUsing(submitTaxCertificate)
    if (!file.ok) return refuseTaxForm(ctx, file.error)
    const customerId = readRecordId(ctx, 'customer')
    const input = { ...readCertificate(body), customerId, userId: ctx.caller!.userId, file: file.value }
    const result = await this.submit.execute(input)
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.certificate_submitted')
  }

  async file(ctx: HttpContext) {
    const file = await findCertificateFile(readRecordId(ctx, 'taxCertificate'), null)
    if (!file) throw notFound(ctx)
    sendFile(ctx, file)
  }

  async accept(ctx: HttpContext) {
    const id = readRecordId(ctx, 'taxCertificate')
    const result = await this.decide.accept({ id, userId: ctx.caller!.userId })
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.certificate_accepted')
  }

  async refuse(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(refuseTaxCertificate)
    const id = readRecordId(ctx, 'taxCertificate')
    const result = await this.decide.refuse({ id, userId: ctx.caller!.userId, reason })
    if (!result.ok) return refuseTaxForm(ctx, result.error)
    return goBackWith(ctx, 'success', 'billing.tax.notices.certificate_refused')
  }
}
