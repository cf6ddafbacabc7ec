import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSize } from '#app/shared/http/common_rules'
import { toPage } from '#app/shared/http/keyset'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { ManageInvoiceDrafts } from '#app/billing/actions/manage_invoice_drafts'
import {
  refuseDraft,
  refuseHugeDraft,
  sendCustomerNotFound,
  sendDraftNotFound,
} from '#app/billing/http/api/draft_refusals'
import { showDraft, showPricedDraft } from '#app/billing/http/transformers/draft_transformers'
import {
  changedDraftForm,
  listDraftsQuery,
  newDraftForm,
  readDraft,
} from '#app/billing/http/validators/draft_validators'
import { findDraft, listDrafts } from '#app/billing/records/invoice_drafts'

/** Invoices that staff prepare. */
@inject()
export default class InvoiceDraftsController {
  constructor(private drafts: ManageInvoiceDrafts) {}

  async index({ request }: HttpContext) {
    const { cursor, limit, customer_id } = await request.validateUsing(listDraftsQuery)
    const customerId = customer_id ? readId('customer', customer_id) : null
    if (customer_id && !customerId) return toListAnswer({ rows: [], nextCursor: null }, showDraft)
    const size = pageSize(limit)
    const rows = await inReadTransaction(() =>
      listDrafts({ customerId, before: cursor ?? null, limit: size + 1 })
    )
    return toListAnswer(toPage(rows, size), showDraft)
  }

  async show(ctx: HttpContext) {
    const id = readId('invoiceDraft', ctx.params.id)
    const draft = id ? await inReadTransaction(() => findDraft(id)) : null
    return draft ? showPricedDraft(draft, await this.drafts.price(draft)) : sendDraftNotFound(ctx)
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(newDraftForm)
    const customerId = readId('customer', form.customer_id)
    const customer = customerId && (await findCustomer(customerId))
    if (!customerId || !customer) return sendCustomerNotFound(ctx)
    const draft = readDraft(form)
    refuseHugeDraft(ctx, customer.currency, draft.items)
    const begun = await this.drafts.begin({ ...draft, customerId, staffId: ctx.caller!.userId })
    if (!begun.ok) return sendCustomerNotFound(ctx)
    ctx.response.status(201)
    return showPricedDraft(begun.value, await this.drafts.price(begun.value))
  }

  async update(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(changedDraftForm)
    const draftId = readId('invoiceDraft', ctx.params.id)
    const kept = draftId && (await inReadTransaction(() => findDraft(draftId)))
    if (!draftId || !kept) return sendDraftNotFound(ctx)
    const draft = readDraft(form)
    refuseHugeDraft(ctx, kept.currency, draft.items)
    const changed = await this.drafts.change({ ...draft, draftId, version: form.version })
    if (!changed.ok) return refuseDraft(ctx, changed.error)
    return showPricedDraft(changed.value, await this.drafts.price(changed.value))
  }

  async destroy(ctx: HttpContext) {
    const draftId = readId('invoiceDraft', ctx.params.id)
    if (!draftId) return sendDraftNotFound(ctx)
    const discarded = await this.drafts.discard({ draftId })
    return discarded.ok ? showDraft(discarded.value) : refuseDraft(ctx, discarded.error)
  }
}
