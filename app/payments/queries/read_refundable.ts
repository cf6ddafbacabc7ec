import { inReadTransaction } from '#app/shared/database/unit'
import type { Payment } from '#app/payments/domain/payment'
import type { RefundablePayment } from '#app/payments/domain/refund_decision'
import { driverNamed } from '#app/payments/drivers/registry'
import { readDisputed } from '#app/payments/records/disputes'
import { findGateway } from '#app/payments/records/gateways'
import { sumGivenBack } from '#app/payments/records/refunds'

/** What is known of a payment before money goes back on it. */
export function readRefundable(payment: Payment): Promise<RefundablePayment> {
  return inReadTransaction(async () => {
    const gateway = (await findGateway(payment.gatewayId))!
    const { amount: disputed, isOpen } = await readDisputed(payment.id)
    return {
      status: payment.status,
      captured: payment.capturedAmount,
      isApplied: payment.isTopUp || payment.appliedAt !== null,
      givenBack: await sumGivenBack(payment.id),
      disputed,
      hasOpenDispute: isOpen,
      ability: driverNamed(gateway.driver).capabilities.refunds,
    }
  })
}
