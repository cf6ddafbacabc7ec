import { inReadTransaction } from '#app/shared/database/unit'
import { driverNamed } from '#app/payments/drivers/registry'
import { listGatewayRows } from '#app/payments/records/gateways'

/** Hosts that the forms of the tenant's gateways need in the browser. */
export function listBrowserOrigins(): Promise<string[]> {
  return inReadTransaction(async () => {
    const gateways = await listGatewayRows()
    return gateways.flatMap((gateway) => driverNamed(gateway.driver).browserOrigins(gateway))
  })
}
