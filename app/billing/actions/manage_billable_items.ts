import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import type { StaffItem } from '#app/billing/domain/staff_item'
import { billableItemAdded, billableItemRemoved, lateFeeWaived } from '#app/billing/events'
import {
  type BillableItem,
  insertBillableItem,
  lockBillableItem,
  removeItem,
} from '#app/billing/records/billable_items'

export type RemoveItemError =
  { type: 'item_not_found' } | { type: 'item_not_pending'; status: BillableItem['status'] }

/** Puts something on the next invoice of a customer, and takes it off again while it waits. */
@inject()
export class ManageBillableItems {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  add(
    input: StaffItem & { customerId: string; staffId: string | null }
  ): Promise<Result<BillableItem, { type: 'customer_not_found' }>> {
    return inTransaction(async () => {
      const customer = await findCustomer(input.customerId)
      if (!customer) return err({ type: 'customer_not_found' })
      const { kind, description, quantity, unitAmount, customerId, staffId } = input
      const { currency } = customer
      const item = { id: newId(), customerId, currency, kind, description, quantity, unitAmount, createdAt: this.clock.now() } // prettier-ignore
      await insertBillableItem({ ...item, lateInvoiceId: null, createdBy: staffId })
      await this.tell(billableItemAdded, item)
      return ok({ ...item, status: 'pending', invoiceId: null, lateInvoiceId: null })
    })
  }

  remove({ itemId }: { itemId: string }): Promise<Result<BillableItem, RemoveItemError>> {
    return inTransaction(async () => {
      const item = await lockBillableItem(itemId)
      if (!item) return err({ type: 'item_not_found' })
      if (item.status !== 'pending') return err({ type: 'item_not_pending', status: item.status })
      await removeItem(item.id, this.clock.now())
      await (item.lateInvoiceId
        ? this.tellWaived(item, item.lateInvoiceId)
        : this.tell(billableItemRemoved, item))
      return ok({ ...item, status: 'removed' })
    })
  }

  /** The row stays with its invoice, so that the fee is never added again. */
  private tellWaived(item: BillableItem, invoiceId: string): Promise<void> {
    const { id, customerId, unitAmount, currency } = item
    const data = { itemId: id, invoiceId, amount: `${unitAmount}`, currency }
    return this.events.record([fact(lateFeeWaived, { kind: 'invoice', id: invoiceId }, { customerId, data })])
  }

  private tell(
    event: typeof billableItemAdded | typeof billableItemRemoved,
    {
      id,
      customerId,
      description,
      quantity,
      unitAmount,
      currency,
    }: Omit<BillableItem, 'status' | 'invoiceId' | 'lateInvoiceId'>
  ): Promise<void> {
    const data = { itemId: id, description, quantity, unitAmount: `${unitAmount}`, currency }
    return this.events.record([fact(event, { kind: 'customer', id: customerId }, { customerId, data })])
  }
}
