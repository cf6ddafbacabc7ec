import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Payment } from '#app/payments/domain/payment'

/** What a customer reads at the gateway: who sells, and the number of the invoice where there is one already. */
export async function describePurchase({ invoiceId }: Pick<Payment, 'invoiceId'>): Promise<string> {
  const seller = currentTenant().name
  if (!invoiceId) return seller
  const invoice = await inReadTransaction(() =>
    db.selectFrom('invoices').select('reference').where('id', '=', invoiceId).executeTakeFirst()
  )
  return invoice?.reference ? `${seller} ${invoice.reference}` : seller
}
