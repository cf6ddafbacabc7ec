import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { ConnectGateway } from '#app/payments/index'
import type { GatewaySettings } from '#app/payments/drivers/contract'
import type { Sandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

/** What the stand-in's one store is opened with. */
export const btcpayKeys = {
  storeId: 'SandboxStore9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1',
  apiKey: '5a17b0c7f2e94d8396c1a0de4b7783f15c62aa90',
  webhookSecret: 'btcpay_secret_of_the_test',
}

export function btcpaySettings(sandbox: Sandbox, more: Record<string, unknown> = {}): GatewaySettings {
  return {
    id: newId(),
    config: {
      baseUrl: `${sandbox.url}/btcpay`,
      storeId: btcpayKeys.storeId,
      network: 'testnet',
      isLive: false,
      timeoutMs: 800,
      ...more,
    },
    secrets: { apiKey: btcpayKeys.apiKey, webhookSecret: btcpayKeys.webhookSecret },
  }
}

/** Connects a tenant to the BTCPay stand-in. @returns the gateway's id */
export async function connectBtcpay(
  tenant: Tenant,
  sandbox: Sandbox,
  more: Record<string, unknown> = {}
): Promise<string> {
  const connect = await app.container.make(ConnectGateway)
  const { id, config, secrets } = btcpaySettings(sandbox, { timeoutMs: 1_500, ...more })
  const result = await as(tenant, () =>
    connect.execute({ id, driver: 'btcpay', name: 'Coins', config, secrets })
  )
  if (!result.ok) throw new Error(`BTCPay was not connected: ${JSON.stringify(result.error)}`)
  return result.value.id
}

/** Pays an invoice of the stand-in from its wallet, and finds a block unless told otherwise. */
export async function payCoins(
  sandbox: Sandbox,
  reference: string,
  { share = 'exact', method = 'BTC-CHAIN', blocks = 1 } = {}
): Promise<void> {
  await sandbox.process.json('POST', `/_btcpay/invoices/${reference}/pay`, { share, method })
  if (blocks > 0) await sandbox.process.json('POST', `/_btcpay/blocks?count=${blocks}`, {})
}

/** The time to pay is over, or nobody looks any more. */
export async function pullLever(
  sandbox: Sandbox,
  reference: string,
  lever: 'expire' | 'end-monitoring'
): Promise<void> {
  await sandbox.process.json('POST', `/_btcpay/invoices/${reference}/${lever}`, {})
}

/** What came in for good, by invoice, in minor units. */
export async function takenCoins(sandbox: Sandbox): Promise<{ amount: number; currency: string }[]> {
  const { invoices } = await sandbox.state<{
    invoices: { status: string; amount: string; currency: string }[]
  }>('btcpay')
  return invoices
    .filter(({ status }) => status === 'Settled')
    .map(({ amount, currency }) => ({ amount: Number(amount.replace('.', '')), currency }))
}
