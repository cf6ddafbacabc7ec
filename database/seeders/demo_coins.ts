import { createHash } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { ConnectGateway } from '#app/payments/index'
import { demoCoinbaseGatewayId, demoCoinsGatewayId } from '#database/seeders/demo_access'

/** The store of the BTCPay stand-in. */
const storeId = 'SandboxStore9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1'

/** Coins of test networks, last in the order of the ways to pay. */
export async function seedCoins(sandboxUrl: string): Promise<void> {
  const connect = await app.container.make(ConnectGateway)
  const connected = await connect.execute({
    id: demoCoinsGatewayId,
    driver: 'btcpay',
    name: 'BTCPay Server',
    position: 2,
    config: {
      baseUrl: `${sandboxUrl}/btcpay`,
      storeId,
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
  if (!connected.ok) throw new Error(`The demo's coins were refused: ${JSON.stringify(connected.error)}`)
}

/** The key that the Coinbase stand-in believes unless told another. */
const keySecretDefault = createHash('sha256').update('sandbox coinbase').digest('base64')

/** USDC at Coinbase's own page, after the coins. */
export async function seedCoinbase(sandboxUrl: string): Promise<void> {
  const connect = await app.container.make(ConnectGateway)
  const connected = await connect.execute({
    id: demoCoinbaseGatewayId,
    driver: 'coinbase',
    name: 'Coinbase',
    position: 3,
    config: {
      environment: 'sandbox',
      isLive: false,
      baseUrl: `${sandboxUrl}/coinbase`,
      keyId: 'organizations/sandbox/apiKeys/1f0c7a52',
    },
    secrets: {
      keySecret: env.get('SANDBOX_COINBASE_KEY_SECRET')?.release() ?? keySecretDefault,
      webhookSecret:
        env.get('SANDBOX_COINBASE_WEBHOOK_SECRET')?.release() ?? 'sandbox_coinbase_webhook_secret',
    },
  })
  if (!connected.ok) throw new Error(`The demo's Coinbase was refused: ${JSON.stringify(connected.error)}`)
}
