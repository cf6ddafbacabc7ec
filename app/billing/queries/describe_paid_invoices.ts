import { describeBegunPayment, type DescribedPayment } from '#app/payments/index'
import type { PaidInvoices } from '#app/billing/actions/pay_invoices'

/** What paying several invoices began, with what is shown beside a payment wherever it is read. */
export async function describePaidInvoices({
  fromBalance,
  card,
}: PaidInvoices): Promise<Pick<PaidInvoices, 'fromBalance'> & { card: DescribedPayment | null }> {
  return { fromBalance, card: card && (await describeBegunPayment(card)) }
}
