import type { GatewaySetup } from '#app/payments/drivers/contract'
import type { VaultToken } from '#app/payments/drivers/paypal/api_types'
import { toGatewaySetup, toMethod } from '#app/payments/drivers/paypal/translate'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'

/**
 * A setup token as it stands. It does not name the account that was kept by it; that customer has one kept account, the newest, as a
 * second one is not permitted.
 */
export async function readSetup(client: PayPalClient, reference: string): Promise<GatewaySetup> {
  const setup = await client.call<VaultToken>({
    method: 'GET',
    path: `/v3/vault/setup-tokens/${encodeURIComponent(reference)}`,
  })
  if (setup.status !== 'VAULTED' || !setup.customer?.id) return toGatewaySetup(setup, null)
  const query = new URLSearchParams({ customer_id: setup.customer.id, page_size: '5' })
  const { payment_tokens: kept = [] } = await client.call<{ payment_tokens?: VaultToken[] }>({
    method: 'GET',
    path: `/v3/vault/payment-tokens?${query}`,
  })
  const newest = kept.at(-1)
  return toGatewaySetup(setup, toMethod(newest?.id, newest?.payment_source?.paypal))
}
