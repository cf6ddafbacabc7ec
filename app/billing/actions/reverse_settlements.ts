import { inject } from '@adonisjs/core'
import { PostEntries } from '#app/ledger/index'
import { currentTenant } from '#app/shared/database/context'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { derivedId } from '#app/shared/ids'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { bookSettlementReversal } from '#app/billing/domain/bookings'
import { nextAttemptAt } from '#app/billing/domain/collection'
import { dunnedFrom, type Invoice } from '#app/billing/domain/invoice'
import { moveInvoice } from '#app/billing/domain/invoice_state'
import type { ReversalPart } from '#app/billing/domain/payment_reversal'
import { invoiceReopened } from '#app/billing/events'
import { findDunningOf } from '#app/billing/queries/load_dunning'
import { type InvoiceChanges, updateInvoice } from '#app/billing/records/invoices'
import { insertSettlement } from '#app/billing/records/settlements'

/**
 * Has invoices owe again what was taken back of the money that had paid them. Nothing is removed: each part is a settlement with a minus and an
 * entry of its own, and the money lies on the customer balance until whoever calls this books where it goes. Dunning goes on from today,
 * from its first day, with notices anew. Part of the caller's transaction, which has locked the invoices.
 */
@inject()
export class ReverseSettlements {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  async execute(input: {
    /** What takes the money back. The same one takes a part back once. */
    reversalId: string
    parts: readonly ReversalPart[]
    invoices: ReadonlyMap<string, Invoice>
    reason: string
  }): Promise<Invoice[]> {
    const now = this.clock.now()
    const bookedOn = dateIn(currentTenant().timeZone, now)
    for (const { causeId: reversesCauseId, invoiceId, amount } of input.parts) {
      const invoice = input.invoices.get(invoiceId)!
      const causeId = derivedId(input.reversalId, reversesCauseId)
      await insertSettlement({ causeId, invoiceId, source: 'reversal', amount: -amount, settledAt: now, reversesCauseId }) // prettier-ignore
      await this.postEntries.execute([bookSettlementReversal({ invoice, causeId, amount, bookedOn })])
    }
    const reopened: Invoice[] = []
    for (const [invoiceId, parts] of Map.groupBy(input.parts, (part) => part.invoiceId)) {
      const amount = parts.reduce((sum, part) => sum + part.amount, 0n)
      reopened.push(await this.reopen(input.invoices.get(invoiceId)!, amount, input.reason))
    }
    return reopened
  }

  private async reopen(invoice: Invoice, amount: bigint, reason: string): Promise<Invoice> {
    const move = moveInvoice(invoice.status, 'reopen')
    if (!move.ok) throw new Error(`Invoice ${invoice.id} is ${invoice.status} and cannot be owed again`)
    const { timeZone } = currentTenant()
    const now = this.clock.now()
    const days = { reopenedOn: dateIn(timeZone, now), reopenings: invoice.reopenings + 1 }
    const plan = { dueOn: dunnedFrom({ ...invoice, ...days }), timeZone, policies: await findDunningOf(invoice.customerId) } // prettier-ignore
    const changes = {
      ...days,
      status: move.value,
      amountDue: invoice.amountDue + amount,
      paidAt: null,
      closedAt: null,
      promisedUntil: null,
      collectionFailure: null,
      collectionFailureCode: null,
      // An agency that has it goes on with what is owed.
      nextAttemptAt: invoice.handedOverOn ? null : nextAttemptAt(plan, { now, failure: null }),
    } satisfies InvoiceChanges
    await updateInvoice(invoice, changes)
    const { id, reference, customerId, currency } = invoice
    const data = {
      ...{ invoiceId: id, reference, amount: `${amount}`, currency, amountDue: `${changes.amountDue}`, reason },
      nextAttemptAt: changes.nextAttemptAt?.toISOString() ?? null,
    } // prettier-ignore
    await this.events.record([fact(invoiceReopened, { kind: 'invoice', id }, { customerId, data })])
    return { ...invoice, ...changes }
  }
}
