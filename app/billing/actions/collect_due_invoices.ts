import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { Clock } from '#app/shared/time/clock'
import { CollectInvoice } from '#app/billing/actions/collect_invoice'
import { listInvoicesToCollect } from '#app/billing/records/invoices'

const perLook = 1_000

/** Tries every invoice whose next try is due, and still is when its turn comes. @returns how many were looked at */
@inject()
export class CollectDueInvoices {
  constructor(
    private clock: Clock,
    private collectInvoice: CollectInvoice
  ) {}

  async execute(): Promise<number> {
    const ids = await inReadTransaction(() => listInvoicesToCollect(this.clock.now(), perLook))
    return eachAlone(ids, (invoiceId) => this.collectInvoice.executeDue({ invoiceId }))
  }
}
