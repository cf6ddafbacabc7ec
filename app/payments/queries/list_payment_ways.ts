import { inReadTransaction } from '#app/shared/database/unit'
import type { Capabilities } from '#app/payments/drivers/contract'
import { driverNamed } from '#app/payments/drivers/registry'
import { listGatewayRows } from '#app/payments/records/gateways'

/** One way in which customers may pay now. */
export interface PaymentWay {
  gatewayId: string
  driver: string
  name: string
  customerPays: Capabilities['customerPays']
  savesMethods: boolean
}

/**
 * The ways to pay that are offered, in the order that staff set.
 * @param currency only those that take it, when given
 */
export function listPaymentWays(currency?: string): Promise<PaymentWay[]> {
  return inReadTransaction(async () =>
    (await listGatewayRows())
      .filter(
        ({ status, driver }) =>
          status === 'active' && (!currency || driverNamed(driver).takesCurrency(currency))
      )
      .map(({ id, driver, name }) => {
        const { customerPays, savedMethods } = driverNamed(driver).capabilities
        return { gatewayId: id, driver, name, customerPays, savesMethods: savedMethods }
      })
  )
}
