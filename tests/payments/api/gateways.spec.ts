import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId, showId } from '#app/shared/ids'
import { TestGatewayWebhook } from '#app/payments/actions/test_gateway_webhook'
import { apiClientFor } from '#tests/support/api'
import { connectBtcpay } from '#tests/support/btcpay'
import { connectCoinbase } from '#tests/support/coinbase'
import { connectStripe } from '#tests/support/payments'
import { connectPaypal } from '#tests/support/paypal_sandbox'
import { stripeKeys, useSandbox } from '#tests/support/sandbox'
import { runQueuedJobs } from '#tests/support/settle'
import { as, createTenant } from '#tests/support/tenants'

test.group('Gateways API', (group) => {
  const sandbox = useSandbox(group)

  async function openAdmin() {
    const tenant = await createTenant()
    const gatewayId = await connectStripe(tenant, sandbox())
    const staff = await apiClientFor(tenant, { as: 'staff' })
    return { tenant, staff, gatewayId, path: `/gateways/${showId('gateway', gatewayId)}` }
  }

  test('keys are tried at the account before they are kept, and never shown', async ({ assert }) => {
    const { tenant, staff, path } = await openAdmin()
    const settings = { publishableKey: stripeKeys.publishableKey, secretKey: stripeKeys.secretKey }
    const made = await staff.post('/gateways', { driver: 'stripe', name: 'Second', settings })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.deepInclude(made.body.gateway.account, { name: 'Sandbox account' })
    assert.isFalse(made.body.gateway.is_live)

    const refused = await staff.patch(path, { settings: { secretKey: 'sk_test_not_a_key_of_ours' } })
    assert.deepEqual([refused.status, refused.body.code], [422, 'keys_refused'])
    const narrow = await staff.patch(path, {
      settings: { secretKey: 'rk_test_sandbox_without_refunds_and_payouts' },
    })
    assert.deepEqual([narrow.status, narrow.body.code], [422, 'rights_missing'])
    assert.include(narrow.body.detail, 'Refunds (write), Payouts (read)')
    const restricted = await staff.patch(path, { settings: { secretKey: 'rk_test_sandbox' } })
    assert.equal(
      restricted.status,
      200,
      'a restricted key that may do what is needed is as good as a secret one'
    )
    const kept = await staff.post(`${path}/checks`)
    assert.equal(kept.body.name, 'Sandbox account', 'the keys that worked are still there')

    const seen = [
      made,
      refused,
      await staff.get(path),
      await staff.get('/gateways'),
      await staff.get('/gateway-drivers'),
    ]
    const kinds = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('events').selectAll().execute())
    )
    const everything = JSON.stringify([seen.map(({ body }) => body), kinds.map(({ data }) => data)])
    for (const secret of [stripeKeys.secretKey, stripeKeys.webhookSecret, 'sk_test_not_a_key_of_ours'])
      assert.notInclude(everything, secret)
    const [publishable, secret] = (await staff.get(path)).body.fields
    assert.equal(publishable.value, stripeKeys.publishableKey)
    assert.isNull(secret.value)
    assert.isString(secret.set_at)
  })

  test('{what} is refused with {code}')
    .with([
      {
        what: 'a live key beside a test key',
        driver: 'stripe',
        settings: { publishableKey: stripeKeys.publishableKey, secretKey: 'sk_live_x' },
        code: 'settings_refused',
        field: 'settings.secretKey',
      },
      {
        what: 'a test key beside a live key',
        driver: 'stripe',
        settings: { publishableKey: 'pk_live_x', secretKey: 'sk_test_x' },
        code: 'settings_refused',
        field: 'settings.secretKey',
      },
      {
        what: 'a secret key in the place of the publishable one',
        driver: 'stripe',
        settings: { publishableKey: 'sk_test_x', secretKey: 'sk_test_x' },
        code: 'settings_refused',
        field: 'settings.publishableKey',
      },
      {
        what: 'a key that the gateway does not know',
        driver: 'stripe',
        settings: { publishableKey: stripeKeys.publishableKey, secretKey: 'sk_test_not_a_key_of_ours' },
        code: 'keys_refused',
        field: 'settings.secretKey',
      },
      {
        what: 'a restricted key without rights',
        driver: 'stripe',
        settings: {
          publishableKey: stripeKeys.publishableKey,
          secretKey: 'rk_test_sandbox_without_refunds_and_payouts',
        },
        code: 'rights_missing',
        field: 'settings.secretKey',
      },
      {
        what: 'a secret of PayPal with a gap',
        driver: 'paypal',
        settings: { environment: 'sandbox', clientId: 'AeA1QIZXiflr1', clientSecret: 'EGnHDxD qRPdaL' },
        code: 'settings_refused',
        field: 'settings.clientSecret',
      },
      {
        what: 'an address of a BTCPay Server that is none',
        driver: 'btcpay',
        settings: {
          baseUrl: 'pay.example.com',
          storeId: '9uYbHqX4wTz2LmR6vKdPfGsNcAeJ3o1',
          apiKey: 'a'.repeat(40),
          network: 'testnet',
        },
        code: 'settings_refused',
        field: 'settings.baseUrl',
      },
      {
        what: 'a key of Coinbase that is none',
        driver: 'coinbase',
        settings: { environment: 'live', keyId: 'organizations/a/apiKeys/b', keySecret: 'secret' },
        code: 'settings_refused',
        field: 'settings.keySecret',
      },
      {
        what: 'a form without its secret',
        driver: 'stripe',
        settings: { publishableKey: 'pk_test_x' },
        code: 'fields_refused',
        field: 'settings.secretKey',
      },
      {
        what: 'a kind that nobody knows',
        driver: 'moonpay',
        settings: {},
        code: 'driver_not_found',
        field: null,
      },
    ]) // prettier-ignore
    .run(async ({ assert }, { driver, settings, code, field }) => {
      const { staff } = await openAdmin()
      const answer = await staff.post('/gateways', { driver, name: 'New', settings })
      assert.deepEqual([answer.status, answer.body.code], [422, code])
      assert.deepEqual(
        (answer.body.errors ?? []).map((each: { field: string }) => each.field),
        field ? [field] : []
      )
    })

  test('a gateway for trying out never gets keys for real money', async ({ assert }) => {
    const { staff, path } = await openAdmin()
    const settings = { publishableKey: 'pk_live_x', secretKey: 'sk_live_x' }
    const answer = await staff.patch(path, { settings })
    assert.deepEqual(
      [answer.body.code, answer.body.errors[0].field],
      ['mode_differs', 'settings.publishableKey']
    )
  })

  test('a disabled gateway stays in its place, takes no payment, and still hears', async ({ assert }) => {
    const { tenant, staff, gatewayId, path } = await openAdmin()
    const second = await connectStripe(tenant, sandbox())
    const ids = [second, gatewayId].map((id) => showId('gateway', id))
    const ordered = await staff.put('/gateways/order', { gateway_ids: ids })
    assert.deepEqual(
      ordered.body.data.map(({ id }: { id: string }) => id),
      ids
    )
    assert.equal((await staff.put('/gateways/order', { gateway_ids: [ids[0], ids[0]] })).status, 422)
    const changed = await staff.patch(path, { status: 'disabled', name: 'Old cards' })
    assert.deepInclude(changed.body.gateway, { status: 'disabled', name: 'Old cards', health: 'disabled' })
    const again = await staff.patch(path, { settings: {} })
    assert.equal(again.body.gateway.status, 'disabled', 'new settings do not switch it on')
  })

  test('the webhook is set up with one call, its secret sealed, the earlier endpoint taken away', async ({
    assert,
  }) => {
    const { tenant, staff, gatewayId, path } = await openAdmin()
    const made = await staff.post(`${path}/webhooks`)
    assert.equal(made.status, 200, JSON.stringify(made.body))
    await staff.post(`${path}/webhooks`)
    const state = await sandbox().state<{
      webhook_endpoints: { url: string; api_version: string; enabled_events: string[] }[]
    }>('stripe')
    const own = state.webhook_endpoints.filter(({ url }) => url === made.body.webhook_url)
    assert.lengthOf(own, 1)
    assert.equal(own[0]!.api_version, '2026-10-28.endive')
    assert.includeMembers(own[0]!.enabled_events, [
      'payment_intent.succeeded',
      'payout.paid',
      'refund.failed',
    ])
    const calls = await as(tenant, () =>
      inReadTransaction(() =>
        db
          .selectFrom('remote_calls')
          .select(['request', 'response'])
          .where('subject_id', '=', gatewayId)
          .execute()
      )
    )
    assert.notMatch(JSON.stringify([made.body, calls]), /whsec_[A-Za-z0-9]/)
  })

  test('every gateway that can be told is told with one call; the others say that they cannot', async ({ assert }) => {
    const { tenant, staff } = await openAdmin()
    const told: Record<string, unknown> = {}
    for (const connect of [connectPaypal, connectBtcpay, connectCoinbase]) {
      const path = `/gateways/${showId('gateway', await connect(tenant, sandbox()))}`
      const { status, body } = await staff.post(`${path}/webhooks`)
      const { gateway } = (await staff.get(path)).body
      told[gateway.driver] = [status, body.code ?? (body.webhook_url ? 'set up' : 'silent')]
    }
    assert.deepEqual(told, { paypal: [200, 'set up'], btcpay: [200, 'set up'], coinbase: [409, 'not_offered'] })
  }) // prettier-ignore

  test('whether messages come through is tested: the endpoint is looked for, and one that is provoked arrives', async ({
    assert,
  }) => {
    const { tenant, staff, gatewayId, path } = await openAdmin()
    // What arrives here is what the test says: the stand-in's own would come at any moment.
    await sandbox().fault('stripe', 'delay_webhooks_ms', { value: 600_000 })
    const test = async (at = path) => (await staff.post(`${at}/webhook-tests`)).body
    assert.deepEqual(await test(), { standing: 'missing', has_arrived: null })
    await staff.post(`${path}/webhooks`)
    const take = async () => {
      await pause(400)
      const message = { id: newId(), gateway_id: gatewayId, message_id: 'evt_1', type: 'customer.deleted', payload: '{}' }
      await as(tenant, () => inTransaction(() => db.insertInto('webhook_inbox').values({ ...message, status: 'done' }).execute()))
    }
    const [heard] = await Promise.all([test(), take()])
    assert.deepEqual(heard, { standing: 'known', has_arrived: true })
    const action = await app.container.make(TestGatewayWebhook)
    const silent = await as(tenant, () => action.execute({ gatewayId, waitSeconds: 0 }))
    assert.deepEqual(silent, { ok: true, value: { standing: 'known', hasArrived: false } })

    const others: Record<string, unknown> = {}
    for (const connect of [connectPaypal, connectBtcpay, connectCoinbase]) {
      const other = `/gateways/${showId('gateway', await connect(tenant, sandbox()))}`
      await staff.post(`${other}/webhooks`)
      const { gateway } = (await staff.get(other)).body
      const { standing, code } = await test(other)
      others[gateway.driver] = standing ?? code
    }
    assert.deepEqual(others, { paypal: 'known', btcpay: 'known', coinbase: 'not_offered' })
  }) // prettier-ignore

  test('a message that nobody understood is handled once more', async ({ assert }) => {
    const { tenant, staff, gatewayId } = await openAdmin()
    const id = newId()
    await as(tenant, () =>
      inTransaction(() =>
        db
          .insertInto('webhook_inbox')
          .values({
            id,
            gateway_id: gatewayId,
            message_id: 'evt_1',
            type: 'moon.rose',
            payload: '{"about":"nothing"}',
            status: 'dead',
            last_error: 'why',
          })
          .execute()
      )
    )
    const retry = `/gateway-messages/${showId('webhookMessage', id)}/retries`
    assert.equal((await staff.post(retry)).status, 202)
    await runQueuedJobs()
    assert.equal((await staff.post(retry)).body.code, 'not_dead')
  })

  test('who may only read settings of billing changes nothing', async ({ assert }) => {
    const { tenant, path } = await openAdmin()
    const reader = await apiClientFor(tenant, { as: 'staff', abilities: ['staff:billing:read'] })
    assert.equal((await reader.get(path)).status, 200)
    assert.equal((await reader.get(`${path}/settlement?day=2026-13-45`)).status, 422)
    const tries = [
      reader.post('/gateways', { driver: 'stripe', name: 'New', settings: {} }),
      reader.patch(path, { name: 'Mine' }),
      reader.put('/gateways/order', { gateway_ids: [] }),
      reader.post(`${path}/checks`),
      reader.post(`${path}/webhooks`),
      reader.post(`${path}/settlements`),
      reader.post(`/gateway-movements/${showId('gatewayMovement', newId())}/answers`, {
        answer: 'fee',
        note: 'x',
      }),
    ]
    for (const answer of await Promise.all(tries)) assert.equal(answer.status, 403)
  })
})
