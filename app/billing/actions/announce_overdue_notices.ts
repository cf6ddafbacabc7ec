import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { noticesDue } from '#app/billing/domain/overdue'
import { dunningFor, type Grouped } from '#app/billing/domain/dunning'
import { invoiceOverdueNotice } from '#app/billing/events'
import { loadDunning } from '#app/billing/queries/load_dunning'
import { insertNotices, type NewNotice } from '#app/billing/records/notices'

export interface OverdueInvoice extends Grouped {
  id: string
  reference: string
  customerId: string
  /** The due date, or the first day of its earliest period when that lies after it. */
  owedSince: CalendarDate
  /** How often it was opened again after it had been paid: each time notices begin anew. */
  reopenings: number
}

/** Announces what awaits unpaid invoices, each notice once, however often this runs. @returns how many were new */
@inject()
export class AnnounceOverdueNotices {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(invoices: OverdueInvoice[]): Promise<number> {
    return inTransaction(async () => {
      if (invoices.length === 0) return 0
      const { timeZone } = currentTenant()
      const now = this.clock.now()
      const today = dateIn(timeZone, now)
      const rules = await loadDunning()
      const due = invoices.flatMap((invoice) =>
        noticesDue(invoice, today, dunningFor(rules, invoice)).map((notice) => ({
          invoiceId: invoice.id,
          reopenings: invoice.reopenings,
          ...notice,
        }))
      )
      if (due.length === 0) return 0
      const fresh = await insertNotices(due, now)
      await this.announce(fresh, new Map(invoices.map((invoice) => [invoice.id, invoice])))
      return fresh.length
    })
  }

  private async announce(notices: NewNotice[], invoices: Map<string, OverdueInvoice>): Promise<void> {
    const facts = notices.map(({ invoiceId, reopenings, consequence, daysBefore, takesPlaceOn }) => {
      const { reference, customerId } = invoices.get(invoiceId)!
      const data = { invoiceId, reference, consequence, daysBefore, takesPlaceOn, reopenings }
      return fact(invoiceOverdueNotice, { kind: 'invoice', id: invoiceId }, { customerId, data })
    })
    await this.events.record(facts)
  }
}
