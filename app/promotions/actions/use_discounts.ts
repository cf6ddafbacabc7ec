import { inTransaction } from '#app/shared/database/unit'
import {
  type NewDiscountUse,
  returnUses,
  useDiscounts as write,
} from '#app/promotions/records/subscription_discounts'

/** Counts discounts down for periods that are being invoiced, in the transaction that invoices them; each period once. */
export async function countDiscountUses(uses: NewDiscountUse[]): Promise<void> {
  if (uses.length > 0) await inTransaction(() => write(uses))
}

/** Gives back what an invoice used, in the transaction that takes the invoice back. @returns the subscriptions that have it again */
export function returnDiscountUses(invoiceId: string): Promise<string[]> {
  return inTransaction(() => returnUses(invoiceId))
}
