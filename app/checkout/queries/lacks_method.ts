import { listPaymentMethods } from '#app/payments/index'
import type { QuoteContent } from '#app/checkout/domain/quote'

/** Hours are paid when they are over: without a saved method nobody could collect them. */
export async function lacksMethod(
  { items }: Pick<QuoteContent, 'items'>,
  customerId: string
): Promise<boolean> {
  if (!items.some(({ intervalUnit }) => intervalUnit === 'hour')) return false
  return (await listPaymentMethods(customerId)).length === 0
}
