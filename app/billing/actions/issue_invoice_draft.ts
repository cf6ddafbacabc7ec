import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDays, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type IssuedInvoice, IssueInvoices } from '#app/billing/actions/issue_invoices'
import { ManageInvoiceDrafts } from '#app/billing/actions/manage_invoice_drafts'
import { type DraftNotOpen, moveDraft } from '#app/billing/domain/draft_state'
import { toInvoiceItem } from '#app/billing/domain/staff_item'
import { lockPendingItems, markItemsInvoiced } from '#app/billing/records/billable_items'
import { endDraft, lockDraft } from '#app/billing/records/invoice_drafts'

export type IssueDraftError =
  | { type: 'draft_not_found' | 'nothing_to_invoice' | 'due_date_passed' | 'due_date_too_far' }
  | { type: 'draft_changed_meanwhile'; version: number }
  /** What waits for the customer's next invoice, or the tax, is another than was seen. */
  | { type: 'total_differs'; total: bigint; currency: string }
  | DraftNotOpen

/** Two years: a later day is a slip of the pen, and nobody would ever ask for the money. */
const dueDaysMax = 731

export interface IssueDraftInput {
  draftId: string
  /** The version that was looked at: what was seen is what is issued. */
  version: number
  /** Whether what waits for the customer's next invoice goes on this one. */
  withPendingItems: boolean
  /** What was shown, in minor units: another total is not issued. Null: whatever it comes to. */
  expectedTotal: bigint | null
}

/** Seals a draft of staff as an invoice. */
@inject()
export class IssueInvoiceDraft {
  constructor(
    private clock: Clock,
    private drafts: ManageInvoiceDrafts,
    private issueInvoices: IssueInvoices
  ) {}

  execute(input: IssueDraftInput): Promise<Result<IssuedInvoice, IssueDraftError>> {
    return inTransaction(async () => {
      const draft = await lockDraft(input.draftId)
      if (!draft) return err({ type: 'draft_not_found' })
      const move = moveDraft(draft.status, 'issue')
      if (!move.ok) return move
      if (draft.version !== input.version)
        return err({ type: 'draft_changed_meanwhile', version: draft.version })
      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      if (draft.dueOn && draft.dueOn < today) return err({ type: 'due_date_passed' })
      if (draft.dueOn && draft.dueOn > addDays(today, dueDaysMax)) return err({ type: 'due_date_too_far' })
      const pending = input.withPendingItems ? await lockPendingItems([draft.customerId]) : []
      const riding = pending.filter(({ currency }) => currency === draft.currency)
      const items = [...draft.items, ...riding].map(toInvoiceItem)
      if (items.length === 0) return err({ type: 'nothing_to_invoice' })

      const invoiceId = newId()
      const pricing = await this.drafts.pricingOf(draft)
      const { customerId, isCollected } = draft
      const [invoice] = await this.issueInvoices.execute([
        { id: invoiceId, customerId, kind: 'manual', orderId: null, dueOn: draft.dueOn ?? today, pricing, items, isCollected },
      ]) // prettier-ignore
      const { total, currency } = invoice!
      if (input.expectedTotal !== null && total !== input.expectedTotal)
        return err({ type: 'total_differs', total, currency })
      await endDraft(draft.id, { status: move.value, invoiceId, now })
      await markItemsInvoiced(riding.map(({ id }) => ({ id, invoiceId })), now) // prettier-ignore
      return ok(invoice!)
    })
  }
}
