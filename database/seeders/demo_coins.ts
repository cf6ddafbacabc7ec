import { createHash } from 'node:crypto'
import env from '#start/env'
import { demoCoinbaseGatewayId, demoCoinsGatewayId } from '#database/seeders/demo_access'
import { seedGateway } from '#database/seeders/demo_gateway'

/** The store of the BTCPay stand-in. */
const storeId = 'SandboxStore9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1'

/** Coins of test networks, last in the order of the ways to pay. */
export function seedCoins(sandboxUrl: string): Promise<void> {
  return seedGateway({
    id: demoCoinsGatewayId,
    driver: 'btcpay',
    name: 'BTCPay Server',
    position: 2,
    reach: { baseUrl: `${sandboxUrl}/btcpay`, storeId },
    config: {
      network: 'testnet',
      isLive: false,
      tolerancePercent: '1',
      toleranceMax: '1.00',
    },
    secrets: {
      apiKey: env.get('SANDBOX_BTCPAY_API_KEY')?.release() ?? '5a17b0c7f2e94d8396c1a0de4b7783f15c62aa90',
      webhookSecret: env.get('SANDBOX_BTCPAY_WEBHOOK_SECRET')?.release() ?? 'sandbox_btcpay_secret',
    },
  })
}

/** The key that the Coinbase stand-in believes unless told another. */
const keySecretDefault = createHash('sha256').update('sandbox coinbase').digest('base64')

/** USDC at Coinbase's own page, after the coins. */
export function seedCoinbase(sandboxUrl: string): Promise<void> {
  return seedGateway({
    id: demoCoinbaseGatewayId,
    driver: 'coinbase',
    name: 'Coinbase',
    position: 3,
    reach: { baseUrl: `${sandboxUrl}/coinbase`, keyId: 'organizations/sandbox/apiKeys/1f0c7a52' },
    config: { environment: 'sandbox', isLive: false },
    secrets: {
      keySecret: env.get('SANDBOX_COINBASE_KEY_SECRET')?.release() ?? keySecretDefault,
      webhookSecret:
        env.get('SANDBOX_COINBASE_WEBHOOK_SECRET')?.release() ?? 'sandbox_coinbase_webhook_secret',
    },
  })
}
