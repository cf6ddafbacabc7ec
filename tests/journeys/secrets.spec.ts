import { test } from '@japa/runner'
import { sql } from 'kysely'
import nodemailer from 'nodemailer'
import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { handleWebhooksJob } from '#app/payments/domain/jobs'
import { audit } from '#tests/journeys/auditor'
import { type Debt, openDebt, type Stage, ways } from '#tests/journeys/payers'
import { openPaymentStage } from '#tests/journeys/payment_stage'
import { findIn, findSecrets, findSecretsOutside } from '#tests/journeys/secrets'
import { findSecretsShown } from '#tests/journeys/secrets_shown'
import { Shopper } from '#tests/journeys/shopper'
import { WebhookRelay } from '#tests/journeys/webhook_relay'
import { anonymousApiClient, request } from '#tests/support/api'
import { btcpayKeys } from '#tests/support/btcpay'
import { coinbaseKeys } from '#tests/support/coinbase'
import { paypalKeys } from '#tests/support/paypal_sandbox'
import { stripeKeys } from '#tests/support/sandbox'
import { loseQueuedJobs } from '#tests/support/settle'
import { as } from '#tests/support/tenants'

/** What whoever connects a gateway sends, with a mistake in it, and what a page or an answer says of it. */
const mistakes = [
  { driver: 'stripe', secrets: { secretKey: stripeKeys.secretKey, webhookSecret: stripeKeys.webhookSecret } },
  { driver: 'paypal', secrets: { clientSecret: paypalKeys.clientSecret } },
  { driver: 'btcpay', secrets: { apiKey: btcpayKeys.apiKey, webhookSecret: btcpayKeys.webhookSecret } },
  {
    driver: 'coinbase',
    secrets: { keySecret: coinbaseKeys.keySecret, webhookSecret: coinbaseKeys.webhookSecret },
  },
  { driver: 'nobody', secrets: { secretKey: stripeKeys.secretKey } },
]

async function payInEveryWay(stage: Stage): Promise<void> {
  const { world } = stage
  const debts: Debt[] = []
  for (const way of ways) {
    const payer = way.name === 'balance' ? stage.saver : stage.payers[debts.length % stage.payers.length]!
    debts.push(await openDebt(stage, { way, payer, amount: 1_402n }))
  }
  for (const debt of debts) await debt.way.pay(stage, debt)
  await world.settle()
  await world.until(async () => (await world.invoices()).every(({ status }) => status === 'paid'))
}

/** Pages and answers to what went wrong, each with a secret in what was asked. */
async function askWrongly({ world, staff }: Stage): Promise<string> {
  const seen: string[] = []
  for (const { driver, secrets } of mistakes) {
    const answer = await staff.post('/gateways', { driver, name: '', settings: secrets })
    const known = await staff.post('/gateways', { driver, name: 'Again', settings: { ...secrets, baseUrl: 'no address' } }) // prettier-ignore
    seen.push(answer.text, known.text)
  }
  const secret = stripeKeys.webhookSecret
  const headers = { authorization: `Bearer ${stripeKeys.secretKey}`, 'stripe-signature': secret }
  for (const [host, path] of [
    [world.tenant.slug, '/nothing'],
    [`account.${world.tenant.slug}`, '/pay/nothing'],
    [`admin.${world.tenant.slug}`, '/gateways/nothing'],
    [`status.${world.tenant.slug}`, '/nothing'],
    [`account.${world.tenant.slug}`, '/api/v1/payments'],
  ] as const) {
    const page = await request({ host: `${host}.localhost`, method: 'GET', path, headers, text: undefined })
    seen.push(page.text)
  }
  const hook = {
    host: `${world.tenant.slug}.localhost`,
    method: 'POST',
    path: `/webhooks/stripe/${stageGateway}`,
  }
  seen.push((await request({ ...hook, headers: { ...headers, 'content-type': 'application/json' }, text: secret })).text) // prettier-ignore
  seen.push((await anonymousApiClient(world.tenant, 'customer').get('/payments')).text)
  return seen.join('\n')
}

const stageGateway = 'gw_00000000000000000000000000'

test.group('Secrets', (group) => {
  group.each.timeout(900_000)

  test('stand nowhere after everybody has paid in every way; a planted one is found wherever it lies', async ({
    assert,
    cleanup,
  }) => {
    const relay = await WebhookRelay.start()
    cleanup(() => relay.stop())
    const stage = await openPaymentStage(relay)
    const { world } = stage
    cleanup(() => world.sandbox.process.stop())
    // Half of them read German: other words, other templates.
    await as(world.tenant, () =>
      inTransaction(() => sql`update customers set locale = 'de' where number % 2 = 0`.execute(db))
    )
    const ada = await Shopper.signUp(world)
    await ada.buy()
    await payInEveryWay(stage)
    assert.deepEqual(findIn('answers', await askWrongly(stage)), {})
    await audit(world, assert)
    assert.deepEqual(await findSecretsOutside(world.sandbox), {})

    const shown = await findSecretsShown(world, stage.staff, ada)
    assert.deepEqual(shown.finds, {}, 'pages, answers of the API and files')
    for (const place of [
      /^admin \/audit\.csv$/,
      /^admin \/customers\.csv$/,
      /settlement-export$/,
      /^staff API \/payments\//,
      /^account \/invoices\//,
      /^copy invoices\/.+\.pdf$/,
      /^copy payments\.json$/,
    ])
      assert.isTrue(
        shown.read.some((read) => place.test(read)),
        String(place)
      )

    const planted = 'whsec_plantedplantedplanted'
    await as(world.tenant, () =>
      inTransaction(async () => {
        await db.updateTable('customers').set({ name: planted }).execute()
        await enqueue(handleWebhooksJob, { messageIds: [planted] })
      })
    )
    await pool().query(
      `insert into platform.rate_limits (key, points, expire) values ($1, 1, 0) on conflict do nothing`,
      [planted]
    )
    const found = await findSecrets(world)
    await loseQueuedJobs()
    assert.includeMembers(Object.keys(found), ['customers', 'platform.rate_limits', 'pgboss.job'])
    await nodemailer
      .createTransport({ host: '127.0.0.1', port: world.sandbox.process.smtpPort })
      .sendMail({ from: 'a@example.test', to: 'b@example.test', subject: planted, text: planted })
    await world.sandbox.stripe('POST', '/v1/customers', { name: planted })
    const outside = Object.keys(await findSecretsOutside(world.sandbox))
    assert.includeMembers(outside, ['mails', '/_state/stripe', '/systems/stripe'])
    assert.deepEqual(findIn('a log', `before ${planted} after`), { 'a log': 1 })
  })
})
