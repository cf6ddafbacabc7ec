import type Stripe from 'stripe'
import type { Outcome } from '#app/payments/drivers/contract'
import { outcomeOf } from '#app/payments/drivers/stripe/failures'
import { orNull } from '#app/payments/drivers/stripe/requests'

/** Whether a mandate still lets us charge, and which method it is about. One for a single charge ends with that charge, which ends nothing else. */
export function readStripeMandate(
  stripe: Stripe,
  reference: string
): Outcome<{ methodReference: string; isActive: boolean } | null> {
  return outcomeOf(
    () =>
      orNull(async () => {
        const { payment_method: method, status, type } = await stripe.mandates.retrieve(reference)
        return {
          methodReference: typeof method === 'string' ? method : method.id,
          isActive: status !== 'inactive' || type === 'single_use',
        }
      }),
    { isReading: true }
  )
}

/** A customer that was deleted in the dashboard is still told, with a mark. */
export function isStripeCustomerKept(stripe: Stripe, reference: string): Outcome<boolean> {
  return outcomeOf(
    async () => {
      const customer = await orNull(() => stripe.customers.retrieve(reference))
      return customer !== null && customer.deleted !== true
    },
    { isReading: true }
  )
}
