import { createHash } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { ConnectGateway } from '#app/payments/index'
import type { Sandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

/** What the stand-in's one business is opened with, and what its messages are signed with. */
export const coinbaseKeys = {
  keyId: 'organizations/sandbox/apiKeys/1f0c7a52',
  keySecret: createHash('sha256').update('sandbox coinbase').digest('base64'),
  webhookSecret: 'coinbase_secret_of_the_test',
}

/** How a gateway is connected to the stand-in. */
export function coinbaseSettings(sandbox: { url: string }, { timeoutMs = 800 } = {}) {
  const { keyId, keySecret, webhookSecret } = coinbaseKeys
  return {
    config: { environment: 'sandbox', isLive: false, baseUrl: `${sandbox.url}/coinbase`, keyId, timeoutMs },
    secrets: { keySecret, webhookSecret },
  }
}

/** Connects a tenant to the Coinbase stand-in. @returns the gateway's id */
export async function connectCoinbase(tenant: Tenant, sandbox: Sandbox): Promise<string> {
  const connect = await app.container.make(ConnectGateway)
  const settings = coinbaseSettings(sandbox, { timeoutMs: 1_500 })
  const result = await as(tenant, () => connect.execute({ driver: 'coinbase', name: 'USDC', ...settings }))
  if (!result.ok) throw new Error(`Coinbase was not connected: ${JSON.stringify(result.error)}`)
  return result.value.id
}

/** What a payer, the chain or time does to a checkout. */
export async function moveCheckout(
  sandbox: Sandbox,
  reference: string,
  lever: 'pay' | 'escrow' | 'complete' | 'fail' | 'expire'
): Promise<void> {
  await sandbox.process.json('POST', `/_coinbase/checkouts/${reference}/${lever}`, {})
}
