import { inReadTransaction } from '#app/shared/database/unit'
import { showBillableItem, showDraft } from '#app/billing/http/transformers/draft_transformers'
import { listBillableItems } from '#app/billing/records/billable_items'
import { listDrafts } from '#app/billing/records/invoice_drafts'

const shownMax = 50

/** What is prepared for a customer and not issued yet: items for the next invoice, and open drafts. */
export function listPreparations(customerId: string) {
  return inReadTransaction(async () => ({
    items: (await listBillableItems({ customerId, status: 'pending', before: null, limit: shownMax })).map(
      showBillableItem
    ),
    drafts: (await listDrafts({ customerId, before: null, limit: shownMax })).map(showDraft),
  }))
}
