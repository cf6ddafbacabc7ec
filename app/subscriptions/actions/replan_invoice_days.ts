import { readSettings } from '#app/tenancy/index'
import { inTransaction } from '#app/shared/database/unit'
import { readPolicies } from '#app/billing/index'
import { replanInvoiceDays } from '#app/subscriptions/records/due_renewals'

/**
 * Sets anew on which day each renewal is invoiced, after the lead or the grouping changed. What is invoiced already stays, and a
 * renewal that is due by the new rule is invoiced at the next look. One statement, however many.
 */
export class ReplanInvoiceDays {
  /** @returns how many are invoiced on another day now */
  execute(): Promise<number> {
    return inTransaction(async () => {
      // Read now: the tenant of a reaction may have been loaded before the change.
      const { settings } = await readSettings()
      const { invoiceGrouping, summaryDay, invoiceLeadDays } = readPolicies(settings)
      return replanInvoiceDays({
        summaryDay: invoiceGrouping === 'month' ? summaryDay : null,
        invoiceLeadDays,
      })
    })
  }
}
