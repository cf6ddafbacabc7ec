import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { findCustomer } from '#app/customers/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { pageSize } from '#app/shared/http/common_rules'
import { toPage } from '#app/shared/http/keyset'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { refuseHuge } from '#app/shared/http/refuse_huge'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { ManageBillableItems } from '#app/billing/actions/manage_billable_items'
import { sendCustomerNotFound } from '#app/billing/http/api/draft_refusals'
import { showBillableItem } from '#app/billing/http/transformers/draft_transformers'
import {
  billableItemForm,
  listBillableItemsQuery,
  readItem,
} from '#app/billing/http/validators/draft_validators'
import { listBillableItems } from '#app/billing/records/billable_items'

/** What rides on the next invoice of a customer. */
@inject()
export default class BillableItemsController {
  constructor(private items: ManageBillableItems) {}

  async index({ request }: HttpContext) {
    const { cursor, limit, customer_id, status } = await request.validateUsing(listBillableItemsQuery)
    const customerId = customer_id ? readId('customer', customer_id) : null
    if (customer_id && !customerId) return toListAnswer({ rows: [], nextCursor: null }, showBillableItem)
    const size = pageSize(limit)
    const search = { customerId, status, before: cursor ?? null, limit: size + 1 }
    return toListAnswer(
      toPage(await inReadTransaction(() => listBillableItems(search)), size),
      showBillableItem
    )
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(billableItemForm)
    const customerId = readId('customer', form.customer_id)
    const customer = customerId && (await findCustomer(customerId))
    if (!customerId || !customer) return sendCustomerNotFound(ctx)
    const item = readItem(form)
    refuseHuge(ctx, customer.currency, { unit_amount: item.unitAmount * BigInt(item.quantity) })
    const added = await this.items.add({ ...item, customerId, staffId: ctx.caller!.userId })
    if (!added.ok) return sendCustomerNotFound(ctx)
    ctx.response.status(201)
    return showBillableItem(added.value)
  }

  async destroy(ctx: HttpContext) {
    const itemId = readId('billableItem', ctx.params.id)
    const removed = itemId ? await this.items.remove({ itemId }) : null
    if (removed?.ok) return showBillableItem(removed.value)
    const type = removed?.error.type ?? 'item_not_found'
    switch (type) {
      case 'item_not_found':
        return sendProblem(ctx, { status: 404, code: type, detail: 'There is no such item.' })
      case 'item_not_pending':
        return sendProblem(ctx, {
          status: 409,
          code: type,
          detail: 'The item is invoiced or removed already.',
        })
      default:
        return unreachable(type)
    }
  }
}
