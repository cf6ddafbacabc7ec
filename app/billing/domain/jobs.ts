import { job } from '#app/shared/jobs/job'

/** Charges an invoice to the saved method of its customer; the try is counted already. */
export const chargeInvoice = job<{ invoiceId: string }>('billing.charge_invoice', 'critical')

/** Asks the authority about the tax id of a customer. */
export const checkTaxId = job<{ customerId: string }>('billing.check_tax_id', 'normal')

/** Works out what past months would have been under other terms. */
export const runReplay = job<{ replayId: string }>('billing.run_replay', 'low')
