import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { ConnectGateway } from '#app/payments/index'
import { ConnectPanel } from '#app/provisioning/index'
import { seedCoins } from '#database/seeders/demo_coins'
import { demoGatewayId, demoPayPalGatewayId } from '#database/seeders/demo_access'

/** The gateways and the panels of the demo: the sandbox's stand-ins, reached as the real ones would be. */
export async function seedOutside(sandboxUrl: string | undefined): Promise<void> {
  if (!sandboxUrl) return
  await seedGateway(sandboxUrl)
  await seedCoins(sandboxUrl)
  await seedPayPal(sandboxUrl)
  await seedPanel({ code: 'fra', name: 'Frankfurt', sandboxUrl })
  await seedPanel({ code: 'nyc', name: 'New York', sandboxUrl })
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

/** What the stand-in calls its plan of seven daily copies. */
const dailyBackups = 1

/** Pointed to the sandbox again when its port has changed since. */
async function seedPanel(panel: { code: string; name: string; sandboxUrl: string }): Promise<void> {
  const known = await inReadTransaction(() =>
    db
      .selectFrom('panels')
      .select(['id', 'base_url', 'config'])
      .where('code', '=', panel.code)
      .executeTakeFirst()
  )
  const connect = await app.container.make(ConnectPanel)
  const reached = {
    baseUrl: `${panel.sandboxUrl}/virtfusion/${panel.code}/api/v1`,
    token: env.get('SANDBOX_VIRTFUSION_TOKEN')?.release() ?? 'sandbox-virtfusion-token',
  }
  const config = { backupPlan: dailyBackups }
  const isCurrent = known?.base_url === reached.baseUrl && 'backupPlan' in (known.config as object)
  if (isCurrent) return
  const connected = known
    ? await connect.change({
        panelId: known.id,
        config: { ...(known.config as object), ...config },
        ...reached,
      })
    : await connect.execute({
        driver: 'virtfusion',
        code: panel.code,
        name: `VirtFusion ${panel.name}`,
        location: panel.name,
        config,
        ...reached,
      })
  if (!connected.ok) throw new Error(`The demo panel was refused: ${connected.error.type}`)
}
