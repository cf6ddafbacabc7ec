import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { Clock } from '#app/shared/time/clock'
import { CollectInvoice } from '#app/billing/actions/collect_invoice'
import { listInvoicesToCollect, lockInvoice } from '#app/billing/records/invoices'

const perLook = 1_000

/** Tries every invoice whose next try is due. @returns how many */
@inject()
export class CollectDueInvoices {
  constructor(
    private clock: Clock,
    private collectInvoice: CollectInvoice
  ) {}

  async execute(): Promise<number> {
    const ids = await inReadTransaction(() => listInvoicesToCollect(this.clock.now(), perLook))
    return eachAlone(ids, (invoiceId) => this.collect(invoiceId))
  }

  /** Since it was listed somebody may have tried it, or believed a promise. */
  private collect(invoiceId: string): Promise<unknown> {
    return inTransaction(async () => {
      const plannedAt = (await lockInvoice(invoiceId))?.nextAttemptAt
      if (plannedAt && plannedAt <= this.clock.now()) await this.collectInvoice.execute({ invoiceId })
    })
  }
}
