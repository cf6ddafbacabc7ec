import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { lockCustomerBalance, PostEntries } from '#app/ledger/index'
import { readReservedMoney } from '#app/payments/index'
import { CarryInvoice } from '#app/billing/actions/carry_invoice'
import { bookSettlement } from '#app/billing/domain/bookings'
import type { Invoice } from '#app/billing/domain/invoice'
import type { InvoiceNotOpen } from '#app/billing/domain/invoice_state'
import { settle, type Settlement } from '#app/billing/domain/settlement'
import { invoicePaid, invoiceSettled } from '#app/billing/events'
import { lockInvoice, updateInvoice } from '#app/billing/records/invoices'
import { hasSettlement, insertSettlement } from '#app/billing/records/settlements'

export interface ApplyMoneyInput {
  invoiceId: string
  /** What the money is applied for: a payment, or an application of the balance. One cause is applied once. */
  causeId: string
  source: 'payment' | 'balance'
  /** The most that may be applied; all of the balance when null. */
  atMost: bigint | null
}

export type ApplyMoneyError = { type: 'invoice_not_found' } | InvoiceNotOpen

export interface AppliedMoney {
  invoice: Invoice
  applied: bigint
}

/** Pays an invoice, in full or in part, with money that we hold for its customer. */
@inject()
export class ApplyMoney {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog,
    private carryInvoice: CarryInvoice
  ) {}

  execute(input: ApplyMoneyInput): Promise<Result<AppliedMoney, ApplyMoneyError>> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(input.invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      if (await hasSettlement(input.causeId)) return ok({ invoice, applied: 0n })
      const decision = settle(invoice, await this.findAvailable(invoice, input))
      if (!decision.ok) return decision
      if (decision.value.amount === 0n) return ok({ invoice, applied: 0n })
      return ok(await this.carryOut(invoice, input, decision.value))
    })
  }

  /** Money that was just paid for something else is on the balance already and is not to be had for this. */
  private async findAvailable(invoice: Invoice, { atMost, source }: ApplyMoneyInput): Promise<bigint> {
    const { amount: balance } = await lockCustomerBalance(invoice)
    const free = source === 'balance' ? balance - (await readReservedMoney(invoice)) : balance
    return atMost !== null && atMost < free ? atMost : free
  }

  private async carryOut(
    invoice: Invoice,
    { causeId, source }: ApplyMoneyInput,
    { amount, amountDue, isPaid }: Settlement
  ): Promise<AppliedMoney> {
    const now = this.clock.now()
    const changes = isPaid
      ? { amountDue, status: 'paid' as const, paidAt: now, closedAt: now, nextAttemptAt: null }
      : { amountDue }
    await updateInvoice(invoice, changes)
    await insertSettlement({ causeId, invoiceId: invoice.id, source, amount, settledAt: now })
    const bookedOn = dateIn(currentTenant().timeZone, now)
    await this.postEntries.execute([bookSettlement({ invoice, causeId, amount, bookedOn })])
    const settled = { ...invoice, ...changes }
    await this.events.record(toFacts(settled, amount, source))
    if (!isPaid) await this.carryInvoice.executeForRest(settled)
    return { invoice: settled, applied: amount }
  }
}

function toFacts(invoice: Invoice, amount: bigint, source: 'payment' | 'balance'): NewFact[] {
  const subject = { kind: 'invoice', id: invoice.id }
  const { customerId, currency, orderId } = invoice
  const basics = { invoiceId: invoice.id, reference: invoice.reference }
  const settled = fact(invoiceSettled, subject, {
    customerId,
    data: { ...basics, amount: `${amount}`, currency, amountDue: `${invoice.amountDue}`, source },
  })
  if (invoice.status !== 'paid') return [settled]
  return [settled, fact(invoicePaid, subject, { customerId, data: { ...basics, orderId } })]
}
