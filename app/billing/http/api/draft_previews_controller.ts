import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { inReadTransaction } from '#app/shared/database/unit'
import { readId } from '#app/shared/ids'
import { ManageInvoiceDrafts } from '#app/billing/actions/manage_invoice_drafts'
import { refuseDraft, refuseHugeDraft, sendDraftNotFound } from '#app/billing/http/api/draft_refusals'
import { showDraftAmounts } from '#app/billing/http/transformers/draft_transformers'
import { draftPreviewForm, readDraft } from '#app/billing/http/validators/draft_validators'
import { findDraft } from '#app/billing/records/invoice_drafts'

/** What the lines of a draft come to while staff write them, and what they will with all that waits for them. */
@inject()
export default class DraftPreviewsController {
  constructor(private drafts: ManageInvoiceDrafts) {}

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(draftPreviewForm)
    const written = form.items ? readDraft({ items: form.items }).items : null
    const draftId = readId('invoiceDraft', ctx.params.id)
    const draft = draftId && (await inReadTransaction(() => findDraft(draftId)))
    if (!draft) return sendDraftNotFound(ctx)
    const { currency, status } = draft
    if (status !== 'open') return refuseDraft(ctx, { type: 'draft_not_open', status })
    const items = written ?? draft.items
    refuseHugeDraft(ctx, currency, items)
    const withPendingItems = form.with_pending_items ?? false
    return showDraftAmounts(currency, await this.drafts.price({ ...draft, items }, { withPendingItems }))
  }
}
