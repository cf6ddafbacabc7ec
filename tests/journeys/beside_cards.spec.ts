import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { ImportStatement } from '#app/banking/actions/import_statement'
import { checkLedger } from '#app/ledger/index'
import { camtFile, type SampleEntry } from '#tests/banking/camt_samples'
import type { Shopper } from '#tests/journeys/shopper'
import { useWorld } from '#tests/journeys/use_world'
import type { World } from '#tests/journeys/world'
import { connectCoinbase, moveCheckout } from '#tests/support/coinbase'
import { as } from '#tests/support/tenants'

/** Goes to Coinbase's page for an order. @returns the checkout there */
async function askAtCoinbase({ api }: Shopper, orderId: string, gatewayId: string): Promise<string> {
  const body = { gateway_id: showId('gateway', gatewayId) }
  const answer = await api.post(`/orders/${orderId}/payments`, body, { 'idempotency-key': newId() })
  if (answer.status !== 201) throw new Error(answer.text)
  return String(answer.body.page.url).split('/').at(-1)!
}

/** The bank's file of a day comes in, and what it leaves no doubt about is booked. */
async function importStatement(world: World, entries: SampleEntry[]): Promise<void> {
  const { iban } = await world.read(() =>
    db.selectFrom('bank_accounts').select('iban').executeTakeFirstOrThrow()
  )
  const file = new TextEncoder().encode(camtFile(entries, { iban }))
  const action = await app.container.make(ImportStatement)
  const input = { file, fileName: 'statement.xml', bankAccountId: null }
  const imported = await as(world.tenant, () => action.execute(input))
  if (!imported.ok) throw new Error(imported.error.type)
  await world.settle()
}

const dueOf = async (world: World) =>
  (await world.invoices()).filter(({ status }) => status === 'open').map(({ amount_due: due }) => due)

function decimal(cents: bigint): string {
  return `${cents / 100n}.${(cents % 100n).toString().padStart(2, '0')}`
}

test.group('A customer who pays beside cards', (group) => {
  const begin = useWorld(group)

  test('day 0 buys with USDC of which no message comes, day 2 leaves a page and pays another; day 26 transfers a part, day 28 the rest of both together', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const gatewayId = await connectCoinbase(world.tenant, world.sandbox)
    const completed = async () => (await world.read(() => db.selectFrom('orders').select('status').execute())).every(({ status }) => status === 'completed') // prettier-ignore
    const first = await ada.order()
    await world.settle()
    await moveCheckout(world.sandbox, await askAtCoinbase(ada, first, gatewayId), 'pay')
    await world.until(completed)

    await world.on('2026-03-12')
    const second = await ada.order({ hostname: 'web2.example.test' })
    await world.settle()
    await moveCheckout(world.sandbox, await askAtCoinbase(ada, second, gatewayId), 'expire')
    await world.until(async () => (await world.payments()).at(-1)!.status === 'cancelled')
    await moveCheckout(world.sandbox, await askAtCoinbase(ada, second, gatewayId), 'pay')
    await world.until(completed)

    await world.on('2026-04-05')
    const [one, other] = (await world.invoices()).filter(({ status }) => status === 'open')
    const { body } = await ada.api.get(`/invoices/${showId('invoice', one!.id)}`)
    await importStatement(world, [
      { amount: '5.00', reference: body.transfer.reference, on: '2026-04-04', bankReference: 'B1' },
    ])
    assert.deepEqual(await dueOf(world), [one!.amount_due - 500n, other!.amount_due])

    await world.on('2026-04-07')
    const ids = [one!, other!].map(({ id }) => showId('invoice', id)).join(',')
    const asked = await ada.api.get(`/transfer-way?invoice_ids=${ids}`)
    assert.equal(asked.status, 200, asked.text)
    const { transfer } = asked.body
    assert.equal(transfer.amount.amount, `${one!.amount_due + other!.amount_due - 500n}`)
    const amount = decimal(BigInt(transfer.amount.amount))
    await importStatement(world, [{ amount, text: transfer.reference, on: '2026-04-06', bankReference: 'B2' }])
    assert.deepEqual(await dueOf(world), [])
    assert.equal((await ada.api.get(`/transfer-way?invoice_ids=${ids},inv_none`)).status, 404)

    await world.on('2026-04-13')
    assert.equal(await world.countFacts('service.suspended'), 0)
    const { rows } = await world.read(() =>
      sql<{ code: string; balance: bigint }>`select code, balance from ledger_accounts where code like 'cash:%' order by code`.execute(db)
    )
    const paidThere = (await world.invoices()).slice(0, 2).reduce((sum, { total }) => sum + total, 0n)
    assert.deepEqual(rows, [
      { code: 'cash:bank_transfer', balance: one!.amount_due + other!.amount_due },
      { code: 'cash:coinbase', balance: paidThere },
    ])
    assert.deepEqual((await world.read(() => checkLedger())).differences, [])
  }) // prettier-ignore
})
