import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { ApplyCustomerBalance } from '#app/billing/actions/apply_customer_balance'
import { RecordFailedCollection } from '#app/billing/actions/record_failed_collection'
import { nextAttemptAt } from '#app/billing/domain/collection'
import { dunnedFrom, type Invoice } from '#app/billing/domain/invoice'
import { chargeInvoice } from '#app/billing/domain/jobs'
import { isPromised } from '#app/billing/domain/promise'
import { findDunningOf } from '#app/billing/queries/load_dunning'
import { readBalanceSettings } from '#app/billing/records/balance_settings'
import { hasPaymentUnderWay, lockInvoice, updateInvoice } from '#app/billing/records/invoices'
import { readChargeOptions } from '#app/billing/records/payments_seen'

/** While a payment of the customer's own is under way, ours waits this long before it looks again. */
const waitHours = 1

export type CollectInvoiceOutcome =
  | 'not_open'
  | 'with_agency'
  | 'paid_from_balance'
  | 'payment_under_way'
  | 'no_payment_method'
  | 'charge_begun'

export type CollectInvoiceError = { type: 'invoice_not_found' }

/**
 * Makes one try to get an invoice paid: money that we hold already first, then the saved method. The try is counted, the next
 * one planned and the charge queued in one transaction; the gateway is called afterwards by a job, whose outcome comes back as
 * a fact. A customer without a saved method gets a notice instead.
 */
@inject()
export class CollectInvoice {
  constructor(
    private clock: Clock,
    private applyBalance: ApplyCustomerBalance,
    private recordFailure: RecordFailedCollection
  ) {}

  execute({ invoiceId }: { invoiceId: string }): Promise<Result<CollectInvoiceOutcome, CollectInvoiceError>> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(invoiceId)
      return invoice ? ok(await this.collect(invoice)) : err({ type: 'invoice_not_found' })
    })
  }

  /** Makes the try that is planned. Hundreds are listed at once: a promise, or another try, may have put it off before its turn came. */
  executeDue({
    invoiceId,
  }: {
    invoiceId: string
  }): Promise<Result<CollectInvoiceOutcome | 'not_due', CollectInvoiceError>> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(invoiceId)
      if (!invoice) return err({ type: 'invoice_not_found' })
      const isDue = invoice.nextAttemptAt !== null && invoice.nextAttemptAt <= this.clock.now()
      return ok(isDue ? await this.collect(invoice) : 'not_due')
    })
  }

  /** Its customer began to pay when the try was to be made: it is made when they have had their time, not on the next day of the plan. */
  postpone({ invoiceId }: { invoiceId: string }): Promise<void> {
    return inTransaction(async () => {
      const invoice = await lockInvoice(invoiceId)
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      const isMeant = invoice?.status === 'open' && !invoice.handedOverOn && !isPromised(invoice, today)
      if (isMeant) await this.wait(invoice)
    })
  }

  private async collect(invoice: Invoice): Promise<CollectInvoiceOutcome> {
    if (invoice.status !== 'open') return 'not_open'
    if (invoice.handedOverOn) return 'with_agency'
    if (await hasPaymentUnderWay(invoice.id)) return this.wait(invoice)

    const { paysInvoices } = await readBalanceSettings(invoice.customerId)
    const applied = paysInvoices ? await this.applyBalance.execute({ invoiceId: invoice.id }) : null
    if (applied?.ok && applied.value.invoice.status === 'paid') return 'paid_from_balance'
    return this.charge(invoice)
  }

  private async wait(invoice: Invoice): Promise<CollectInvoiceOutcome> {
    const inAnHour = addDuration(this.clock.now(), { hours: waitHours })
    await updateInvoice(invoice, { nextAttemptAt: this.unlessPromised(invoice, inAnHour) })
    return 'payment_under_way'
  }

  private async charge(invoice: Invoice): Promise<CollectInvoiceOutcome> {
    await this.countTry(invoice)
    if ((await readChargeOptions(invoice.id)).hasMethod) {
      await enqueue(chargeInvoice, { invoiceId: invoice.id, promisedUntil: invoice.promisedUntil })
      return 'charge_begun'
    }
    await this.recordFailure.execute({
      invoiceId: invoice.id,
      paymentId: null,
      reason: 'no_payment_method',
      code: null,
    })
    return 'no_payment_method'
  }

  private async countTry(invoice: Invoice): Promise<void> {
    const { timeZone } = currentTenant()
    const now = this.clock.now()
    const plan = { dueOn: dunnedFrom(invoice), timeZone, policies: await findDunningOf(invoice.customerId) }
    await updateInvoice(invoice, {
      collectionStep: invoice.collectionStep + 1,
      lastAttemptAt: now,
      nextAttemptAt: this.unlessPromised(invoice, nextAttemptAt(plan, { now, failure: null })),
    })
  }

  /** A try that staff make while a promise holds leaves the one of the day after it where it is. */
  private unlessPromised(invoice: Invoice, planned: Date | null): Date | null {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    return isPromised(invoice, today) ? invoice.nextAttemptAt : planned
  }
}
