import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { ConnectGateway } from '#app/payments/index'
import { demoCoinsGatewayId } from '#database/seeders/demo_access'

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
