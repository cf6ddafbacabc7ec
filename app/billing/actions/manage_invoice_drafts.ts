import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import type { CalendarDate } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import { type DraftNotOpen, moveDraft } from '#app/billing/domain/draft_state'
import type { PricingContext } from '#app/billing/domain/price_item'
import { type PricedDocument, priceLines } from '#app/billing/domain/price_lines'
import type { InvoiceItem } from '#app/billing/domain/invoice_draft'
import { type StaffItem, toInvoiceItem } from '#app/billing/domain/staff_item'
import { FindPricingContext } from '#app/billing/queries/find_pricing_context'
import { listWaitingItems } from '#app/billing/records/billable_items'
import { endDraft, findDraft, insertDraft, lockDraft, type StaffDraft, updateDraft } from '#app/billing/records/invoice_drafts' // prettier-ignore

export interface DraftContent {
  dueOn: CalendarDate | null
  items: StaffItem[]
  isCollected: boolean
}

export type ChangeDraftError =
  { type: 'draft_not_found' } | { type: 'draft_changed_meanwhile'; version: number } | DraftNotOpen

/** Invoices that staff prepare: begun, changed, looked at with their totals, and thrown away. Issuing one is `IssueInvoiceDraft`. */
@inject()
export class ManageInvoiceDrafts {
  constructor(
    private clock: Clock,
    private findPricing: FindPricingContext
  ) {}

  begin(
    input: DraftContent & { customerId: string; staffId: string | null }
  ): Promise<Result<StaffDraft, { type: 'customer_not_found' }>> {
    return inTransaction(async () => {
      const customer = await findCustomer(input.customerId)
      if (!customer) return err({ type: 'customer_not_found' })
      const id = newId()
      const { currency } = customer
      await insertDraft({ ...input, id, currency, createdBy: input.staffId, now: this.clock.now() })
      return ok((await findDraft(id))!)
    })
  }

  /** Whoever edits an older version is told, and overwrites nothing. */
  change(
    input: DraftContent & { draftId: string; version: number }
  ): Promise<Result<StaffDraft, ChangeDraftError>> {
    return inTransaction(async () => {
      const draft = await lockDraft(input.draftId)
      if (!draft) return err({ type: 'draft_not_found' })
      if (draft.status !== 'open') return err({ type: 'draft_not_open', status: draft.status })
      if (draft.version !== input.version)
        return err({ type: 'draft_changed_meanwhile', version: draft.version })
      await updateDraft(draft, { ...input, now: this.clock.now() })
      return ok((await findDraft(draft.id))!)
    })
  }

  discard({
    draftId,
  }: {
    draftId: string
  }): Promise<Result<StaffDraft, Exclude<ChangeDraftError, { type: 'draft_changed_meanwhile' }>>> {
    return inTransaction(async () => {
      const draft = await lockDraft(draftId)
      if (!draft) return err({ type: 'draft_not_found' })
      const move = moveDraft(draft.status, 'discard')
      if (!move.ok) return move
      await endDraft(draft.id, { status: move.value, invoiceId: null, now: this.clock.now() })
      return ok({ ...draft, status: move.value })
    })
  }

  /** What the invoice would say if it were issued now, with what waits for it if asked for: the function that issues it. */
  price(
    draft: StaffDraft,
    { withPendingItems = false }: { withPendingItems?: boolean } = {}
  ): Promise<PricedDocument<InvoiceItem>> {
    return inReadTransaction(async () => {
      const waiting = withPendingItems ? await listWaitingItems(draft.customerId) : []
      const riding = waiting.filter(({ currency }) => currency === draft.currency)
      return priceLines([...draft.items, ...riding].map(toInvoiceItem), await this.pricingOf(draft))
    })
  }

  pricingOf({ customerId, currency }: Pick<StaffDraft, 'customerId' | 'currency'>): Promise<PricingContext> {
    return this.findPricing.execute({ currency, customerId, country: null })
  }
}
