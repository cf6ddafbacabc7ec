import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { ConnectGateway } from '#app/payments/index'
import type { Stage } from '#tests/journeys/payers'
import type { WebhookRelay } from '#tests/journeys/webhook_relay'
import { World } from '#tests/journeys/world'
import { SandboxProcess } from '#tests/sandbox/sandbox_process'
import { type ApiClient, apiClientFor } from '#tests/support/api'
import { btcpayKeys, btcpaySettings } from '#tests/support/btcpay'
import { coinbaseKeys, coinbaseSettings } from '#tests/support/coinbase'
import { saveCard } from '#tests/support/method'
import { askPayPal, paypalSettings } from '#tests/support/paypal_sandbox'
import { Sandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

const payerCount = 6
/** Enough for whoever pays from the balance. */
const balance = '100000000'

/** A hosting company that takes money in every way there is, with its gateways' messages, and people who owe. */
export async function openPaymentStage(relay: WebhookRelay): Promise<Stage> {
  const ids = { paypal: newId(), btcpay: newId(), coinbase: newId() }
  const addressOf = (driver: keyof typeof ids) =>
    `${relay.url}/webhooks/${driver}/${showId('gateway', ids[driver])}`
  const sandbox = new Sandbox(
    await SandboxProcess.start({
      SANDBOX_BUILD_MS: '40',
      SANDBOX_TASK_MS: '5',
      SANDBOX_COINBASE_WEBHOOK_URL: addressOf('coinbase'),
      SANDBOX_COINBASE_WEBHOOK_SECRET: coinbaseKeys.webhookSecret,
      SANDBOX_BTCPAY_WEBHOOK_URL: addressOf('btcpay'),
      SANDBOX_BTCPAY_WEBHOOK_SECRET: btcpayKeys.webhookSecret,
    })
  )
  const world = await World.begin(sandbox, { webhooks: relay })
  const hook = await askPayPal<{ id: string }>(sandbox, 'POST', '/v1/notifications/webhooks', {
    body: { url: addressOf('paypal'), event_types: [{ name: '*' }] },
  })
  const paypal = paypalSettings(sandbox, { timeoutMs: 3_000 })
  await connect(world, { id: ids.paypal, driver: 'paypal', name: 'PayPal', ...paypal, config: { ...paypal.config, webhookId: hook.body.id } }) // prettier-ignore
  await connect(world, { driver: 'btcpay', name: 'Coins', ...btcpaySettings(sandbox, { timeoutMs: 3_000 }), id: ids.btcpay }) // prettier-ignore
  await connect(world, { driver: 'coinbase', name: 'Coinbase', ...coinbaseSettings(sandbox, { timeoutMs: 3_000 }), id: ids.coinbase }) // prettier-ignore
  const rows = await world.read(() => db.selectFrom('gateways').select(['id', 'driver']).execute())
  const gateways = Object.fromEntries(rows.map(({ id, driver }) => [driver, showId('gateway', id)]))
  const { iban } = await world.read(() =>
    db.selectFrom('bank_accounts').select('iban').executeTakeFirstOrThrow()
  )
  return { ...(await addPayers(world)), world, gateways, iban }
}

async function connect(world: World, wish: Parameters<ConnectGateway['execute']>[0]): Promise<void> {
  const action = await app.container.make(ConnectGateway)
  const connected = await as(world.tenant, () => action.execute(wish))
  if (!connected.ok) throw new Error(JSON.stringify(connected.error))
}

async function addPayers(world: World) {
  const staff = await apiClientFor(world.tenant, { as: 'staff' })
  const methodOf = new Map<string, string>()
  const payers: ApiClient[] = []
  for (let count = 0; count < payerCount; count += 1) {
    const payer = await apiClientFor(world.tenant, { as: 'customer' })
    const { customerId } = payer
    const card = await saveCard({ tenant: world.tenant, customerId }, world.sandbox)
    methodOf.set(customerId, showId('paymentMethod', card))
    payers.push(payer)
  }
  return { staff, methodOf, payers, saver: await addSaver(world, staff) }
}

async function addSaver(world: World, staff: ApiClient): Promise<ApiClient> {
  const saver = await apiClientFor(world.tenant, { as: 'customer' })
  const given = await staff.post(
    `/customers/${saver.shownCustomerId}/balance/adjustments`,
    { amount: balance, reason: 'For paying from the balance' },
    { 'idempotency-key': newId() }
  )
  if (given.status !== 201) throw new Error(given.text)
  return saver
}
