import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import { ImportStatement } from '#app/banking/actions/import_statement'
import { MatchFreshMovements } from '#app/banking/actions/match_fresh_movements'
import { camtFile } from '#tests/banking/camt_samples'
import { useWorld } from '#tests/journeys/use_world'
import type { World } from '#tests/journeys/world'
import { apiClientFor } from '#tests/support/api'
import { connectBtcpay, payCoins } from '#tests/support/btcpay'
import { as } from '#tests/support/tenants'

/** A transfer of €14.01 comes in and is looked at, whatever else is going on. */
async function transferIn(world: World, reference: string, amount: string): Promise<void> {
  const { iban } = await world.read(() => db.selectFrom('bank_accounts').select('iban').executeTakeFirstOrThrow())
  const file = new TextEncoder().encode(camtFile([{ amount, reference, on: '2026-04-09', bankReference: 'B1' }], { iban }))
  const imported = await app.container.make(ImportStatement)
  const match = await app.container.make(MatchFreshMovements)
  await as(world.tenant, () => imported.execute({ file, fileName: 'statement.xml', bankAccountId: null }))
  await as(world.tenant, () => match.execute())
} // prettier-ignore

async function chargesTaken({ sandbox }: World): Promise<number[]> {
  const { charges } = await sandbox.state<{ charges: { amount_captured: number }[] }>('stripe')
  return charges.map(({ amount_captured: amount }) => amount).filter((amount) => amount > 0)
}

test.group('A renewal charge in flight', (group) => {
  const begin = useWorld(group)

  test('day 30 asks for a price in coins and goes; day 31 the card is charged, and while the bank thinks a transfer and the coins come: each is hers, and pays what comes next', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const coins = await connectBtcpay(world.tenant, world.sandbox)
    await ada.buy()
    await world.on('2026-04-03')
    await world.on('2026-04-09T20:00:00Z')
    const invoice = (await world.invoices()).at(-1)!
    const path = `/invoices/${showId('invoice', invoice.id)}`
    const { transfer, amount_due: due } = (await ada.api.get(path)).body
    const quoted = await ada.api.post(`${path}/payments`, { gateway_id: showId('gateway', coins) })
    assert.equal(quoted.status, 201, quoted.text)
    const address = String(quoted.body.page.url).split('/').at(-1)!

    await world.sandbox.fault('stripe', 'latency_ms', { value: 1_500, times: 1, route: 'POST /v1/payment_intents' })
    const renewal = world.on('2026-04-10')
    const isCharging = async () => (await world.payments()).some((payment) => payment.is_off_session)
    for (let look = 0; !(await isCharging()); look += 1) {
      assert.isBelow(look, 500, 'nothing is charged')
      await pause(20)
    }
    const decimal = `${due.amount.slice(0, -2)}.${due.amount.slice(-2)}`
    await transferIn(world, transfer.reference, decimal)
    await payCoins(world.sandbox, address)
    const again = await ada.api.post(`${path}/payments`, { gateway_id: showId('gateway', coins) })
    assert.deepEqual([again.status, again.body.code], [409, 'payment_under_way'])
    await renewal
    await world.on('2026-04-10T12:00:00Z')

    assert.equal((await ada.api.get(path)).body.status, 'paid')
    const statuses = (await world.payments()).map(({ status, is_off_session: isCharge }) => `${status} ${isCharge}`)
    assert.deepEqual(statuses, ['succeeded false', 'succeeded false', 'succeeded true'])
    const [movement] = await world.read(() => db.selectFrom('bank_movements').select(['id', 'status']).execute())
    assert.equal(movement!.status, 'review', 'a person decides about a transfer that came beside a charge')

    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const booked = await staff.put(`/bank/movements/${showId('bankMovement', movement!.id)}/booking`, {
      customer_id: showId('customer', ada.customerId),
      invoice_ids: [],
    })
    assert.equal(booked.status, 200, booked.text)
    await world.settle()
    const balance = async () =>
      (await as(world.tenant, () => readCustomerBalance({ customerId: ada.customerId, currency: 'EUR' }))).amount
    assert.equal(await balance(), invoice.total * 2n)
    const mails = await world.sandbox.mail({ to: ada.email, subject: 'We received' })
    const kept = mails.filter(({ text }) => text.includes('On your balance, for what comes next'))
    assert.lengthOf(kept, 2, 'both are told where their money is')

    await world.on('2026-05-04')
    await world.on('2026-05-10')
    const renewed = (await world.invoices()).at(-1)!
    assert.deepEqual([renewed.status, (await world.payments()).length], ['paid', 3], 'paid from the balance, without a charge')
    assert.equal(await balance(), invoice.total)
    assert.deepEqual((await world.read(() => checkLedger())).differences, [])
    assert.isTrue((await chargesTaken(world)).every((amount) => amount === Number(invoice.total)))
    assert.lengthOf(await chargesTaken(world), 2, 'the order and one renewal, of all that was tried')
  }) // prettier-ignore
})
