import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { IssueInvoiceDraft } from '#app/billing/actions/issue_invoice_draft'
import { refuseDraft, sendDraftNotFound } from '#app/billing/http/api/draft_refusals'
import { showInvoiceDetails } from '#app/billing/http/transformers/invoice_transformers'
import { issueDraftForm } from '#app/billing/http/validators/draft_validators'
import { findInvoice } from '#app/billing/queries/find_invoice'

/** Seals a draft as an invoice. */
@inject()
export default class DraftIssuesController {
  constructor(private issueDraft: IssueInvoiceDraft) {}

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(issueDraftForm)
    const draftId = readId('invoiceDraft', ctx.params.id)
    if (!draftId) return sendDraftNotFound(ctx)
    const issued = await this.issueDraft.execute({
      draftId,
      version: form.version,
      withPendingItems: form.with_pending_items ?? false,
      expectedTotal: form.expected_total === undefined ? null : BigInt(form.expected_total),
    })
    if (!issued.ok) return refuseDraft(ctx, issued.error)
    ctx.response.status(201)
    return showInvoiceDetails((await findInvoice(issued.value.id, null))!)
  }
}
