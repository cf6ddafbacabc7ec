import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { AnnounceOverdueNotices } from '#app/billing/index'
import { listInvoicesToNotice } from '#app/subscriptions/records/overdue'

const invoicesPerChunk = 1_000

/** Announces suspension and termination to those whose subscriptions hang on an unpaid invoice. @returns how many notices */
@inject()
export class SendOverdueNotices {
  constructor(
    private clock: Clock,
    private announceNotices: AnnounceOverdueNotices
  ) {}

  async execute(): Promise<number> {
    const now = this.clock.now()
    const today = dateIn(currentTenant().timeZone, now)
    let afterId: string | null = null
    let total = 0
    for (;;) {
      const chunk = { today, now, afterId, limit: invoicesPerChunk }
      const { count, lastId, isLast } = await inTransaction(async () => {
        const invoices = await listInvoicesToNotice(chunk)
        const announced = await this.announceNotices.execute(invoices)
        return {
          count: announced,
          lastId: invoices.at(-1)?.id ?? null,
          isLast: invoices.length < invoicesPerChunk,
        }
      })
      total += count
      if (isLast) return total
      afterId = lastId
    }
  }
}
