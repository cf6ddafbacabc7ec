import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { ConnectGateway, findGatewaySettings } from '#app/payments/index'
import { seedGateway } from '#database/seeders/demo_gateway'
import { newId } from '#app/shared/ids'
import { as, createTenant } from '#tests/support/tenants'

/** As the demo's second start seeds it, with the sandbox at the same or another port. */
const seedAt = (id: string, port = 3334) =>
  seedGateway({
    id,
    driver: 'btcpay',
    name: 'BTCPay Server',
    position: 2,
    reach: {
      baseUrl: `http://127.0.0.1:${port}/btcpay`,
      storeId: '9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1SandboxStore',
    },
    config: { network: 'testnet', isLive: false, tolerancePercent: '1', toleranceMax: '1.00' },
    secrets: { apiKey: 'a'.repeat(40), webhookSecret: 'from the first start' },
  })

test.group('The gateways of the demo', () => {
  test('keep what staff changed through every start, and follow the sandbox to another port', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const id = newId()
    const connected = () =>
      as(tenant, () =>
        inReadTransaction(() =>
          db.selectFrom('events').selectAll().where('type', '=', 'gateway.connected').execute()
        )
      )
    const settings = () => as(tenant, () => inReadTransaction(() => findGatewaySettings(id)))
    await as(tenant, () => seedAt(id))
    const first = (await settings())!
    await as(tenant, async () =>
      (await app.container.make(ConnectGateway)).execute({
        id,
        driver: 'btcpay',
        name: 'Coins',
        position: 0,
        config: { ...first.config, tolerancePercent: '3' },
        secrets: { ...first.secrets, webhookSecret: 'set up by a button' },
      })
    )
    const before = await connected()

    await as(tenant, () => seedAt(id))
    assert.lengthOf(await connected(), before.length)
    await as(tenant, () => seedAt(id, 4444))
    const after = (await settings())!
    assert.include(after.config, { baseUrl: 'http://127.0.0.1:4444/btcpay', tolerancePercent: '3' })
    assert.equal(after.secrets.webhookSecret, 'set up by a button')
    assert.include({ ...after }, { name: 'Coins', position: 0 })
  })

  test('that staff gave an address of their own are theirs', async ({ assert }) => {
    const tenant = await createTenant()
    const id = newId()
    await as(tenant, () => seedAt(id))
    const first = (await as(tenant, () => inReadTransaction(() => findGatewaySettings(id))))!
    const changed = await as(tenant, async () =>
      (await app.container.make(ConnectGateway)).execute({
        id,
        driver: 'btcpay',
        name: 'Ours',
        config: { ...first.config, baseUrl: 'https://pay.example.com' },
        secrets: { apiKey: 'b'.repeat(40), webhookSecret: 'a secret of ours' },
      })
    )
    assert.isTrue(changed.ok, JSON.stringify(changed))
    await as(tenant, () => seedAt(id))
    const after = (await as(tenant, () => inReadTransaction(() => findGatewaySettings(id))))!
    assert.include(after.config, { baseUrl: 'https://pay.example.com' })
    assert.equal(after.secrets.apiKey, 'b'.repeat(40))
  })
})
