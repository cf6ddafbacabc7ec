import { inReadTransaction } from '#app/shared/database/unit'
import { driverNamed } from '#app/payments/drivers/registry'
import { findGateway } from '#app/payments/records/gateways'
import { findMethod } from '#app/payments/records/methods'

/** The least that may be charged to a saved method in a currency, in minor units; null where there is no least amount. */
export function findSmallestCharge(input: {
  paymentMethodId: string
  currency: string
}): Promise<bigint | null> {
  return inReadTransaction(async () => {
    const method = await findMethod(input.paymentMethodId)
    const gateway = method && (await findGateway(method.gatewayId))
    return gateway ? driverNamed(gateway.driver).smallestCharge(input.currency) : null
  })
}
