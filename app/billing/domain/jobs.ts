import { job } from '#app/shared/jobs/job'
import type { CalendarDate } from '#app/shared/time/calendar'

/** Charges an invoice to the saved method of its customer; the try is counted already. */
export const chargeInvoice = job<ChargeInvoiceInput>('billing.charge_invoice', 'critical')

export interface ChargeInvoiceInput {
  invoiceId: string
  /** What its customer had promised when the try was counted: staff may try all the same, but what is promised since then is kept. */
  promisedUntil: CalendarDate | null
}

/** Asks the authority about the tax id of a customer. */
export const checkTaxId = job<{ customerId: string }>('billing.check_tax_id', 'normal')

/** Works out what past months would have been under other terms. */
export const runReplay = job<{ replayId: string }>('billing.run_replay', 'low')
