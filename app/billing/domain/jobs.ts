import { job } from '#app/shared/jobs/job'
import type { CalendarDate } from '#app/shared/time/calendar'

export interface ChargeInvoice {
  invoiceId: string
  /** What was promised when the try was made: what is promised after it goes before the charge. */
  promisedUntil: CalendarDate | null
}

/** Charges an invoice to the saved method of its customer; the try is counted already. */
export const chargeInvoice = job<ChargeInvoice>('billing.charge_invoice', 'critical')

/** Asks the authority about the tax id of a customer. */
export const checkTaxId = job<{ customerId: string }>('billing.check_tax_id', 'normal')

/** Works out what past months would have been under other terms. */
export const runReplay = job<{ replayId: string }>('billing.run_replay', 'low')
