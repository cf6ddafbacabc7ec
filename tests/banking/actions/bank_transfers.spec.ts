import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { checkLedger, readCustomerBalance } from '#app/ledger/index'
import {
  ApplyCustomerBalance,
  creditorReference,
  RecordReceivedPayment,
  ReverseReceivedPayment,
} from '#app/billing/index'
import { AdjustBalance } from '#app/billing/actions/adjust_balance'
import { BookMovement } from '#app/banking/actions/book_movement'
import { ChangeBankSettings } from '#app/banking/actions/change_bank_settings'
import { DecideMovement } from '#app/banking/actions/decide_movement'
import { ImportStatement } from '#app/banking/actions/import_statement'
import { MatchMovement } from '#app/banking/actions/match_movement'
import { MatchFreshMovements } from '#app/banking/actions/match_fresh_movements'
import { listMovements } from '#app/banking/queries/list_movements'
import { listAttention } from '#app/reporting/index'
import { camtFile, ownIban, type SampleEntry } from '#tests/banking/camt_samples'
import { addAda } from '#tests/support/customers'
import { addInvoice } from '#tests/support/payments'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

interface Scene {
  tenant: Tenant
  customerId: string
  /** €10.00 and €20.00, INV-1 and INV-2. */
  a: string
  b: string
}

async function scene(): Promise<Scene> {
  const tenant = await createTenant()
  await freezeClock(tenant, '2026-03-10T10:00:00Z')
  await as(tenant, () =>
    inTransaction(
      () =>
      db.insertInto('bank_accounts').values({ id: newId(), holder: 'EZSCALE', iban: ownIban, currency: 'EUR', opened_at: new Date() }).execute() // prettier-ignore
    )
  )
  const customerId = await addAda(tenant)
  const a = await addInvoice(tenant, customerId, { amount: 1000n })
  const b = await addInvoice(tenant, customerId, { amount: 2000n })
  return { tenant, customerId, a, b }
}

async function importFile({ tenant }: Scene, entries: SampleEntry[] | string) {
  const text = typeof entries === 'string' ? entries : camtFile(entries)
  const action = await app.container.make(ImportStatement)
  const match = await app.container.make(MatchFreshMovements)
  const input = { file: new TextEncoder().encode(text), fileName: 'statement.xml', bankAccountId: null }
  const imported = await as(tenant, () => action.execute(input))
  await as(tenant, () => match.execute())
  return imported.ok ? imported.value.map(({ freshCount, isRepeated }) => `${freshCount}${isRepeated ? ' repeated' : ''}`).join() : imported.error.type // prettier-ignore
}

const movementsOf = async ({ tenant }: Scene) =>
  (await as(tenant, () => listMovements({ before: null, size: 50 }))).rows.toReversed()
const statesOf = async (at: Scene) => (await movementsOf(at)).map(({ status }) => status).join(' ')

/** What is due on both invoices, and the balance. */
async function standing({ tenant, customerId, a, b }: Scene): Promise<string> {
  const due = (id: string) =>
    as(tenant, () => inReadTransaction(() => db.selectFrom('invoices').select(['status', 'amount_due']).where('id', '=', id).executeTakeFirstOrThrow())) // prettier-ignore
  const balance = await as(tenant, () => readCustomerBalance({ customerId, currency: 'EUR' }))
  const [first, second] = [await due(a), await due(b)]
  return `${first.status} ${first.amount_due}, ${second.status} ${second.amount_due}, ${balance.amount}`
}

async function assertClean(assert: { deepEqual: (a: unknown, b: unknown) => void }, { tenant }: Scene) {
  assert.deepEqual((await as(tenant, () => checkLedger())).differences, [])
}

const withReference = (amount: string, number = 'INV-1', more: Partial<SampleEntry> = {}): SampleEntry => ({
  amount, text: creditorReference(number), bankReference: `B${amount}${number}`, ...more,
}) // prettier-ignore

test.group('Statements are imported', () => {
  test('the same file twice, overlapping files and files at once book each movement once', async ({
    assert,
  }) => {
    const at = await scene()
    const first = [
      withReference('10.00'),
      { amount: '3.00', text: 'danke' },
      { amount: '3.00', text: 'danke' },
    ]
    assert.equal(await importFile(at, first), '3')
    assert.equal(await importFile(at, first), '0 repeated')
    assert.equal(await importFile(at, [...first, withReference('25.00', 'INV-2', { on: '2026-03-03' })]), '1')
    assert.equal(await statesOf(at), 'booked review review booked')
    assert.equal(await standing(at), 'paid 0, paid 0, 500')
    const later = [1, 2, 3].map((page) => camtFile([withReference('7.00', 'INV-2', { on: '2026-03-04' })]) + ' '.repeat(page)) // prettier-ignore
    const counts = await Promise.all(later.map((file) => importFile(at, file)))
    assert.equal(counts.toSorted().join(), '0,0,1')
    await assertClean(assert, at)
  })

  test('power that goes between looking at a transfer and booking it leaves it to be booked', async ({
    assert,
  }) => {
    const at = await scene()
    const goes = { execute: () => Promise.reject(new Error('The power went')) }
    const match = new MatchMovement(new Clock(), goes as unknown as BookMovement)
    const input = { fileName: 'statement.xml', bankAccountId: null }
    const file = new TextEncoder().encode(camtFile([withReference('10.00')]))
    const imports = await app.container.make(ImportStatement)
    await as(at.tenant, () => imports.execute({ ...input, file }))
    const movementId = (await movementsOf(at))[0]!.id
    await assert.rejects(() => as(at.tenant, () => match.execute({ movementId })), 'The power went')
    assert.equal(await statesOf(at), 'fresh')
    const later = await app.container.make(MatchFreshMovements)
    await as(at.tenant, () => later.execute())
    assert.equal(`${await statesOf(at)}, ${await standing(at)}`, 'booked, paid 0, open 2000, 0')
    await assertClean(assert, at)
  })

  test('what no account is known for is refused whole', async ({ assert }) => {
    const at = await scene()
    assert.equal(
      await importFile(at, camtFile([withReference('1.00')], { iban: 'NO9386011117947' })),
      'account_unknown'
    )
    assert.equal(
      await importFile(at, camtFile([withReference('1.00')], { currency: 'USD' })),
      'currency_differs'
    )
    assert.equal(await importFile(at, 'Date,Amount,Description\n2026-03-02,10.00,INV-1'), '1')
    assert.equal(await importFile(at, [{ amount: '10.00', text: 'INV-1', name: 'Ada' }]), '1')
    const [table, told] = await movementsOf(at)
    assert.equal(`${table!.status} ${told!.status}`, 'booked review', 'one movement, described in two ways')
    assert.include(told!.proposals[0]!.reasons, 'told_before')
  })

  test('without the setting nothing is booked by itself; what was recorded by hand is not booked again', async ({
    assert,
  }) => {
    const at = await scene()
    const settings = await app.container.make(ChangeBankSettings)
    await as(at.tenant, () => settings.execute({ booksCertain: false }))
    await importFile(at, [withReference('10.00')])
    assert.equal(await statesOf(at), 'review')
    await as(at.tenant, () => settings.execute({ booksCertain: true }))
    const record = await app.container.make(RecordReceivedPayment)
    const { customerId } = at
    await as(
      at.tenant,
      () =>
      record.execute({ customerId, method: 'bank_transfer', amount: 2000n, receivedOn: '2026-03-02', reference: 'by hand', note: null, invoiceIds: [at.b] }) // prettier-ignore
    )
    await importFile(at, [withReference('20.00', 'INV-1')])
    const last = (await movementsOf(at)).at(-1)!
    assert.equal(last.status, 'review')
    assert.include(last.proposals[0]!.reasons, 'recorded_by_hand')
  })
})

test.group('What is made of a movement is undone by reversing', () => {
  test('a booking: the invoice is owed again from today, and the movement waits', async ({ assert }) => {
    const at = await scene()
    await importFile(at, [withReference('35.00')])
    assert.equal(await standing(at), 'paid 0, open 2000, 2500')
    const [movement] = await movementsOf(at)
    const decide = await app.container.make(DecideMovement)
    const both = await as(at.tenant, () =>
      Promise.all([1, 2].map(() => decide.undo(movement!.id, 'another customer')))
    )
    assert.equal(both.filter(({ ok }) => ok).length, 1, 'two clerks at once')
    assert.equal(await standing(at), 'open 1000, open 2000, 0')
    const row = await as(at.tenant, () => inReadTransaction(() => db.selectFrom('invoices').select(['reopened_on', 'reopenings', 'next_attempt_at', 'paid_at']).where('id', '=', at.a).executeTakeFirstOrThrow())) // prettier-ignore
    assert.equal(`${row.reopened_on} ${row.reopenings} ${row.paid_at}`, '2026-03-10 1 null')
    assert.equal(
      row.next_attempt_at?.toISOString().slice(0, 10),
      '2026-03-11',
      'tries go on with the next listed day'
    )
    assert.equal(await statesOf(at), 'review')
    await assertClean(assert, at)

    const book = await app.container.make(BookMovement)
    const input = {
      movementId: movement!.id,
      customerId: at.customerId,
      invoiceIds: [at.b],
      isAutomatic: false,
    }
    const twice = await as(at.tenant, () => Promise.all([book.execute(input), book.execute(input)]))
    assert.equal(twice.filter(({ ok }) => ok).length, 1, 'booked once')
    assert.equal(await standing(at), 'open 1000, paid 0, 1500')
    await assertClean(assert, at)
  })

  test('a returned transfer, whose rest was spent meanwhile', async ({ assert }) => {
    const at = await scene()
    await importFile(at, [withReference('25.00', 'INV-1', { endToEnd: 'E1' })])
    const spend = await app.container.make(ApplyCustomerBalance)
    await as(at.tenant, () => spend.execute({ invoiceId: at.b }))
    assert.equal(await standing(at), 'paid 0, open 500, 0')
    await importFile(at, [{ amount: '25.00', side: 'DBIT', code: 'RRTN', on: '2026-03-05', endToEnd: 'E1' }, { amount: '4.90', side: 'DBIT', code: 'CHRG' }]) // prettier-ignore
    assert.equal(await statesOf(at), 'booked review noted')
    const back = (await movementsOf(at))[1]!
    const [proposal] = back.proposals
    const decide = await app.container.make(DecideMovement)
    const { receivedPaymentId } = proposal!
    const taken = await as(at.tenant, () =>
      decide.takeBack(back.id, { receivedPaymentId: receivedPaymentId!, reason: 'no funds' })
    )
    assert.isTrue(taken.ok)
    assert.equal(await standing(at), 'open 1000, open 2000, 0')
    await assertClean(assert, at)
    const undone = await as(at.tenant, () => decide.undo(back.id, 'it was another one'))
    assert.isTrue(undone.ok)
    assert.equal(await statesOf(at), 'review review noted', 'the transfer can be booked anew')
    await assertClean(assert, at)
  })

  test('any recorded payment: what is spent on nothing that can be opened makes the balance negative', async ({
    assert,
  }) => {
    const at = await scene()
    const record = await app.container.make(RecordReceivedPayment)
    const reverse = await app.container.make(ReverseReceivedPayment)
    const { customerId, tenant } = at
    const input = { customerId, method: 'cash', amount: 3500n, receivedOn: '2026-03-02', reference: 'till', note: null, invoiceIds: null } as const // prettier-ignore
    const recorded = await as(tenant, () => record.execute(input))
    const receivedPaymentId = recorded.ok ? recorded.value.id : ''
    assert.equal(await standing(at), 'paid 0, paid 0, 500')
    const adjust = await app.container.make(AdjustBalance)
    await as(tenant, () =>
      adjust.execute({ customerId, amount: -500n, reason: 'paid out', requestKey: null })
    )
    const wish = { receivedPaymentId, customerId, cause: 'staff', reason: 'counted twice' } as const
    const reversed = await as(tenant, () => reverse.execute(wish))
    assert.equal(reversed.ok && reversed.value.shortBy, 500n)
    assert.equal(await standing(at), 'open 1000, open 2000, -500')
    const alarms = await as(tenant, () => listAttention())
    assert.isTrue(
      alarms.some(({ kind, examples }) => kind === 'balance_below_zero' && examples[0]!.id === customerId)
    )
    const again = await as(tenant, () => reverse.execute(wish))
    assert.equal(!again.ok && again.error.type, 'already_reversed')
    const once = await as(tenant, () => record.execute({ ...input, amount: 3500n }))
    assert.isTrue(once.ok, 'what was taken back may be recorded again')
    assert.equal(await standing(at), 'paid 0, paid 0, 0', 'what is owed on the balance goes first')
    await assertClean(assert, at)
  })
})
