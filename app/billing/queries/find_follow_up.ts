import { inReadTransaction } from '#app/shared/database/unit'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import type { CalendarDate } from '#app/shared/time/calendar'
import { isPromised } from '#app/billing/domain/promise'
import { findInvoiceRow } from '#app/billing/records/invoices'
import { listCases } from '#app/billing/records/collection_cases'
import { findLateFee } from '#app/billing/records/late_fees'

/** How an invoice is followed up: when it is tried again and why then, its late fee, and the agency that has it. For staff. */
export function findFollowUp(invoiceId: string, today: CalendarDate) {
  return inReadTransaction(async () => {
    const invoice = await findInvoiceRow(invoiceId)
    if (!invoice) return null
    const fee = await findLateFee(invoiceId)
    const [found] = invoice.handedOverOn ? await listCases({ invoiceId, limit: 1 }) : []
    return {
      next_attempt_at: invoice.nextAttemptAt?.toISOString() ?? null,
      /** Whether anybody tried: an invoice that is only sent is not. */
      is_tried: invoice.lastAttemptAt !== null,
      failure: invoice.collectionFailure,
      code: invoice.collectionFailureCode,
      promised_until: isPromised(invoice, today) ? invoice.promisedUntil : null,
      fee: fee && {
        id: showId('billableItem', fee.id),
        amount: toWire({ amount: fee.unit_amount, currency: fee.currency }),
        status: fee.status as 'pending' | 'invoiced' | 'removed',
      },
      agency: found
        ? {
            agency: found.agency,
            agency_reference: found.agencyReference,
            handed_over_on: found.handedOverOn,
            note: found.note,
          }
        : null,
    }
  })
}
