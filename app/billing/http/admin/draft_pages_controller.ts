import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { ManageInvoiceDrafts } from '#app/billing/actions/manage_invoice_drafts'
import { showPricedDraft } from '#app/billing/http/transformers/draft_transformers'
import { listBillableItems } from '#app/billing/records/billable_items'
import { findDraft } from '#app/billing/records/invoice_drafts'

const pendingMax = 200

/** The place where staff prepare an invoice. Changes go through the API's own controllers. */
@inject()
export default class DraftPagesController {
  constructor(private drafts: ManageInvoiceDrafts) {}

  async show(ctx: HttpContext) {
    const id = readRecordId(ctx, 'invoiceDraft')
    const draft = await inReadTransaction(() => findDraft(id))
    if (!draft) throw notFound(ctx)
    const search = {
      customerId: draft.customerId,
      status: 'pending' as const,
      before: null,
      limit: pendingMax,
    }
    const pending = await inReadTransaction(() => listBillableItems(search))
    return renderPage(ctx, 'billing/admin/invoice_draft', {
      draft: showPricedDraft(draft, await this.drafts.price(draft)),
      pending_count: pending.filter(({ currency }) => currency === draft.currency).length,
    })
  }
}
