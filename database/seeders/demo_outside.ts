import env from '#start/env'
import { seedCoinbase, seedCoins } from '#database/seeders/demo_coins'
import { seedGateway } from '#database/seeders/demo_gateway'
import { seedNetwork } from '#database/seeders/demo_network'
import { seedPanels } from '#database/seeders/demo_panels'
import { demoGatewayId, demoPayPalGatewayId } from '#database/seeders/demo_access'

/** The gateways and the panels of the demo: the sandbox's stand-ins, reached as the real ones would be. */
export async function seedOutside(sandboxUrl: string | undefined): Promise<void> {
  if (!sandboxUrl) return
  await seedStripe(sandboxUrl)
  await seedCoins(sandboxUrl)
  await seedCoinbase(sandboxUrl)
  await seedPayPal(sandboxUrl)
  await seedPanels(sandboxUrl)
  await seedNetwork()
}

function seedStripe(sandboxUrl: string): Promise<void> {
  return seedGateway({
    id: demoGatewayId,
    driver: 'stripe',
    name: 'Stripe',
    position: 0,
    reach: {
      baseUrl: sandboxUrl,
      publishableKey: env.get('SANDBOX_STRIPE_PUBLISHABLE_KEY', 'pk_test_sandbox'),
      scriptUrl: `${sandboxUrl}/stripe/stripe.js`,
    },
    config: { isLive: false },
    secrets: {
      secretKey: env.get('SANDBOX_STRIPE_SECRET_KEY')?.release() ?? 'sk_test_sandbox',
      webhookSecret: env.get('SANDBOX_STRIPE_WEBHOOK_SECRET')?.release() ?? 'whsec_sandbox',
    },
  })
}

/** The stand-in's webhook of the demo has this id from its first moment on. */
const demoPayPalWebhook = 'SANDBOXHOOK000001'

function seedPayPal(sandboxUrl: string): Promise<void> {
  return seedGateway({
    id: demoPayPalGatewayId,
    driver: 'paypal',
    name: 'PayPal',
    position: 1,
    reach: {
      baseUrl: `${sandboxUrl}/paypal`,
      clientId: env.get('SANDBOX_PAYPAL_CLIENT_ID', 'sandbox-paypal-client'),
      trustRoot: env.get('SANDBOX_PAYPAL_AUTHORITY', ''),
    },
    config: { environment: 'sandbox', isLive: false, webhookId: demoPayPalWebhook },
    secrets: {
      clientSecret: env.get('SANDBOX_PAYPAL_CLIENT_SECRET')?.release() ?? 'sandbox-paypal-secret',
    },
  })
}
