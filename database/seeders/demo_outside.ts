import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { ConnectGateway } from '#app/payments/index'
import { seedCoinbase, seedCoins } from '#database/seeders/demo_coins'
import { seedNetwork } from '#database/seeders/demo_network'
import { seedPanels } from '#database/seeders/demo_panels'
import { demoGatewayId, demoPayPalGatewayId } from '#database/seeders/demo_access'

/** The gateways and the panels of the demo: the sandbox's stand-ins, reached as the real ones would be. */
export async function seedOutside(sandboxUrl: string | undefined): Promise<void> {
  if (!sandboxUrl) return
  await seedGateway(sandboxUrl)
  await seedCoins(sandboxUrl)
  await seedCoinbase(sandboxUrl)
  await seedPayPal(sandboxUrl)
  await seedPanels(sandboxUrl)
  await seedNetwork()
}

/** Connected again at every seed: the sandbox's port or keys may have changed. */
async function seedGateway(sandboxUrl: string): Promise<void> {
  const connect = await app.container.make(ConnectGateway)
  const publishableKey = env.get('SANDBOX_STRIPE_PUBLISHABLE_KEY', 'pk_test_sandbox')
  const connected = await connect.execute({
    id: demoGatewayId,
    driver: 'stripe',
    name: 'Stripe',
    config: {
      baseUrl: sandboxUrl,
      publishableKey,
      scriptUrl: `${sandboxUrl}/stripe/stripe.js`,
      isLive: false,
    },
    secrets: {
      secretKey: env.get('SANDBOX_STRIPE_SECRET_KEY')?.release() ?? 'sk_test_sandbox',
      webhookSecret: env.get('SANDBOX_STRIPE_WEBHOOK_SECRET')?.release() ?? 'whsec_sandbox',
    },
  })
  if (!connected.ok) throw new Error(`The demo gateway was refused: ${JSON.stringify(connected.error)}`)
}

/** The stand-in's webhook of the demo has this id from its first moment on. */
const demoPayPalWebhook = 'SANDBOXHOOK000001'

async function seedPayPal(sandboxUrl: string): Promise<void> {
  const connect = await app.container.make(ConnectGateway)
  const connected = await connect.execute({
    id: demoPayPalGatewayId,
    driver: 'paypal',
    name: 'PayPal',
    position: 1,
    config: {
      environment: 'sandbox',
      isLive: false,
      baseUrl: `${sandboxUrl}/paypal`,
      clientId: env.get('SANDBOX_PAYPAL_CLIENT_ID', 'sandbox-paypal-client'),
      webhookId: demoPayPalWebhook,
      trustRoot: env.get('SANDBOX_PAYPAL_AUTHORITY', ''),
    },
    secrets: {
      clientSecret: env.get('SANDBOX_PAYPAL_CLIENT_SECRET')?.release() ?? 'sandbox-paypal-secret',
    },
  })
  if (!connected.ok) throw new Error(`The demo's PayPal was refused: ${JSON.stringify(connected.error)}`)
}
