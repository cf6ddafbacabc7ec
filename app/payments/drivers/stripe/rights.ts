import Stripe from 'stripe'
import { err, ok, type Result } from '#app/shared/result'
import type { GatewayFailure } from '#app/payments/drivers/contract'

const nobody = 'of_nobody'

/**
 * Table: each right that we need, as Stripe's own pages call it, and a call that is allowed only with it. What would write names something
 * that does not exist, so that nothing changes: with the right the answer is that it is not there.
 * @see https://docs.stripe.com/keys#limit-access
 */
const rights: readonly [string, (stripe: Stripe) => Promise<unknown>][] = [
  ['PaymentIntents (write)', (stripe) => stripe.paymentIntents.cancel(`pi_${nobody}`)],
  ['SetupIntents (write)', (stripe) => stripe.setupIntents.cancel(`seti_${nobody}`)],
  ['Customers (write)', (stripe) => stripe.customers.update(`cus_${nobody}`, { description: '' })],
  ['PaymentMethods (write)', (stripe) => stripe.paymentMethods.detach(`pm_${nobody}`)],
  ['Refunds (write)', (stripe) => stripe.refunds.update(`re_${nobody}`, { metadata: {} })],
  ['Disputes (write)', (stripe) => stripe.disputes.update(`dp_${nobody}`, { submit: false })],
  ['Charges (read)', (stripe) => stripe.charges.list({ limit: 1 })],
  ['Files (read)', (stripe) => stripe.files.list({ limit: 1 })],
  ['Mandates (read)', (stripe) => stripe.mandates.retrieve(`mandate_${nobody}`)],
  ['Balance transactions (read)', (stripe) => stripe.balanceTransactions.list({ limit: 1 })],
  ['Payouts (read)', (stripe) => stripe.payouts.list({ limit: 1 })],
]

/** A secret key may do everything; a restricted one is asked right by right. What else goes wrong here is not about rights. */
export async function checkRights(stripe: Stripe, secretKey: string): Promise<Result<void, GatewayFailure>> {
  if (!secretKey.startsWith('rk_')) return ok()
  const missing: string[] = []
  for (const [name, call] of rights) {
    const isAllowed = await call(stripe).then(
      () => true,
      (error: unknown) => !(error instanceof Stripe.errors.StripePermissionError)
    )
    if (!isAllowed) missing.push(name)
  }
  if (missing.length === 0) return ok()
  return err({
    type: 'misconfigured',
    reason: `The restricted key lacks these rights: ${missing.join(', ')}`,
    missingRights: missing,
  })
}
