import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type DunningRules, dunningFor } from '#app/billing/domain/dunning'
import { dunnedFrom } from '#app/billing/domain/invoice'
import { chargeLateFee, feeIsDue, lateFeeText } from '#app/billing/domain/late_fee'
import { lateFeeAdded } from '#app/billing/events'
import { loadDunning } from '#app/billing/queries/load_dunning'
import {
  insertLateFees,
  type LateInvoice,
  listLateInvoices,
  type NewLateFee,
} from '#app/billing/records/late_fees'

const invoicesPerChunk = 500

/**
 * Puts what paying late costs on the next invoice of its customer, once for each invoice. Never while a promise to pay holds, money is on its way,
 * an agency collects or a trial waits for its first payment: then it is looked at again later. A chunk is one transaction, and the number of statements does not
 * depend on how many invoices are late.
 */
@inject()
export class AddLateFees {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many were added */
  async execute(): Promise<number> {
    const rules = await loadDunning()
    const days = [rules.standard, ...rules.byGroup.values()].flatMap(({ lateFee }) =>
      lateFee ? [lateFee.afterDays] : []
    )
    if (days.length === 0) return 0
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const dunnedUntil = addDays(today, -Math.min(...days))
    let afterId: string | null = null
    let total = 0
    for (;;) {
      const chunk: { count: number; lastId: string | null } = await this.addSome({ rules, today, dunnedUntil, afterId }) // prettier-ignore
      total += chunk.count
      if (!chunk.lastId) return total
      afterId = chunk.lastId
    }
  }

  private addSome(look: {
    rules: DunningRules
    today: CalendarDate
    dunnedUntil: CalendarDate
    afterId: string | null
  }): Promise<{ count: number; lastId: string | null }> {
    return inTransaction(async () => {
      const { rules, today, dunnedUntil, afterId } = look
      const late = await listLateInvoices({ today, dunnedUntil, afterId, limit: invoicesPerChunk })
      const fees = late
        .filter(({ isPaymentUnderWay }) => !isPaymentUnderWay)
        .flatMap((invoice) => this.feeOf(invoice, rules, today))
      const added = await insertLateFees(fees, this.clock.now())
      await this.announce(fees.filter(({ id }) => added.has(id)))
      return {
        count: added.size,
        lastId: late.length === invoicesPerChunk ? late.at(-1)!.id : null,
      }
    })
  }

  private feeOf(invoice: LateInvoice, rules: DunningRules, today: CalendarDate): NewLateFee[] {
    const { lateFee } = dunningFor(rules, invoice)
    if (!lateFee || !feeIsDue(lateFee, dunnedFrom(invoice), today)) return []
    const { amountDue, currency, customerId, reference, locale } = invoice
    const charged = chargeLateFee(lateFee, { amount: amountDue, currency })
    if (!charged) return []
    const { amount, limitedBy } = charged
    const { isTaxed } = lateFee
    const { description, taxNote } = lateFeeText(reference, locale)
    const percent = lateFee.kind === 'percent' ? lateFee.percent : null
    return [
      { id: newId(), invoiceId: invoice.id, reference, customerId, currency, amount, description, isTaxed, taxNote: isTaxed ? null : taxNote, basis: amountDue, percent, limitedBy },
    ] // prettier-ignore
  }

  private announce(fees: NewLateFee[]): Promise<void> {
    return this.events.record(
      fees.map(({ id, invoiceId, reference, customerId, amount, currency, basis, percent, limitedBy }) => {
        const data = { itemId: id, invoiceId, reference, amount: `${amount}`, currency, basis: `${basis}`, percent, limitedBy } // prettier-ignore
        return fact(lateFeeAdded, { kind: 'invoice', id: invoiceId }, { customerId, data })
      })
    )
  }
}
