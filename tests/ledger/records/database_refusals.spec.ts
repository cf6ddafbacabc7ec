import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { asOwner } from '#tests/support/as_owner'
import { addAda } from '#tests/support/customers'
import { as, createTenant } from '#tests/support/tenants'

/** Books one entry by the door and then runs statements past it, as a mistake or an intruder would. */
async function attempt(
  statements: (ids: { entry: string; cash: string; owed: string }) => RawBuilder<unknown>[]
): Promise<void> {
  const tenant = await createTenant()
  const ada = await addAda(tenant)
  const action = await app.container.make(PostEntries)
  await as(tenant, async () => {
    const eur = money(100n, 'EUR')
    await action.execute([
      {
        kind: 'balance_granted',
        causeId: newId(),
        postings: [debit(chart.cash('stripe'), eur), credit(chart.customerBalance(ada), eur)],
      },
    ])
    await inTransaction(async () => {
      const accounts = await db.selectFrom('ledger_accounts').select(['id', 'code']).execute()
      const cash = accounts.find(({ code }) => code === 'cash:stripe')!.id
      const owed = accounts.find(({ code }) => code !== 'cash:stripe')!.id
      for (const statement of statements({ entry: newId(), cash, owed })) await statement.execute(db)
    })
  })
}

const entry = (id: string, count: number) =>
  sql`insert into journal_entries (id, kind, cause_id, booked_on, occurred_at, posting_count) values (${id}, 'x', ${id}, '2026-03-01', now(), ${count})`

/** Writes the postings of what is booked already a second time. */
const addToBooked = (position: RawBuilder<unknown>) =>
  sql`insert into postings (entry_id, position, account_id, amount, currency, reporting_amount, reporting_currency, reporting_rate)
    select p.entry_id, ${position}, p.account_id, p.amount, p.currency, p.reporting_amount, p.reporting_currency, p.reporting_rate
      from postings p`

interface Side {
  account: string
  amount: number
  currency?: string
  position?: number
}

const postings = (id: string, sides: Side[]) => {
  const rows = sides.map(({ account, amount, currency = 'EUR', position }, index) => ({
    position: position ?? index,
    account,
    amount,
    currency,
  }))
  return sql`insert into postings (entry_id, position, account_id, amount, currency, reporting_amount, reporting_currency, reporting_rate)
    select ${id}, r.position, r.account, r.amount, r.currency, r.amount, 'EUR', 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(position smallint, account uuid, amount bigint, currency text)`
}

test.group('The database refuses', () => {
  test('{what}')
    .with([
      {
        what: 'an unbalanced entry',
        says: /does not balance/,
        run: ({ entry: id, cash, owed }) => [
          entry(id, 2),
          postings(id, [
            { account: cash, amount: 5 },
            { account: owed, amount: -4 },
          ]),
        ],
      },
      {
        what: 'an entry without postings',
        says: /without its postings/,
        run: ({ entry: id }) => [entry(id, 2)],
      },
      {
        what: 'a half-written entry',
        says: /does not balance|written together/,
        run: ({ entry: id, cash }) => [entry(id, 2), postings(id, [{ account: cash, amount: 5 }])],
      },
      {
        what: 'an entry that announces another number',
        says: /written together/,
        run: ({ entry: id, cash, owed }) => [
          entry(id, 3),
          postings(id, [
            { account: cash, amount: 5 },
            { account: owed, amount: -5 },
          ]),
        ],
      },
      {
        what: 'a posting of zero',
        says: /postings_amount_check/,
        run: ({ entry: id, cash, owed }) => [
          entry(id, 2),
          postings(id, [
            { account: cash, amount: 0 },
            { account: owed, amount: 0 },
          ]),
        ],
      },
      {
        what: 'another currency than the account has',
        says: /another currency/,
        run: ({ entry: id, cash, owed }) => [
          entry(id, 2),
          postings(id, [
            { account: cash, amount: 5, currency: 'USD' },
            { account: owed, amount: -5, currency: 'USD' },
          ]),
        ],
      },
      {
        what: 'a posting on a ledger account that does not exist',
        says: /or on none/,
        run: ({ entry: id, cash }) => [
          entry(id, 2),
          postings(id, [
            { account: cash, amount: 5 },
            { account: newId(), amount: -5 },
          ]),
        ],
      },
      {
        what: 'postings of an entry that does not exist',
        says: /written together/,
        run: ({ cash, owed }) => [
          postings(newId(), [
            { account: cash, amount: 5 },
            { account: owed, amount: -5 },
          ]),
        ],
      },
      {
        what: 'further postings of an entry that is booked',
        says: /written together/,
        run: () => [addToBooked(sql`p.position + 2`)],
      },
      {
        what: 'the same postings once more',
        says: /postings_pkey/,
        run: () => [addToBooked(sql`p.position`)],
      },
      {
        what: 'postings that leave a position out',
        says: /written together/,
        run: ({ entry: id, cash, owed }) => [
          entry(id, 2),
          postings(id, [
            { account: cash, amount: 5, position: 0 },
            { account: owed, amount: -5, position: 7 },
          ]),
        ],
      },
      {
        what: 'an entry in two statements',
        says: /does not balance|written together/,
        run: ({ entry: id, cash, owed }) => [
          entry(id, 4),
          postings(id, [
            { account: cash, amount: 5 },
            { account: owed, amount: -5 },
          ]),
          postings(id, [
            { account: cash, amount: 5, position: 2 },
            { account: owed, amount: -5, position: 3 },
          ]),
        ],
      },
      {
        what: 'another customer for an account',
        says: /keeps its identity/,
        run: ({ owed }) => [sql`update ledger_accounts set customer_id = null where id = ${owed}`],
      },
      {
        what: 'the application deleting a ledger account',
        says: /permission denied/,
        run: () => [sql`delete from ledger_accounts`],
      },
      {
        what: 'a balance written by hand',
        says: /balances follow postings/,
        run: ({ cash }) => [sql`update ledger_accounts set balance = 7 where id = ${cash}`],
      },
      {
        what: 'another code for an account',
        says: /keeps its identity/,
        run: ({ cash }) => [sql`update ledger_accounts set code = 'cash:other' where id = ${cash}`],
      },
      {
        what: 'the application changing a posting',
        says: /permission denied/,
        run: () => [sql`update postings set amount = amount + 1`],
      },
      {
        what: 'the application deleting an entry',
        says: /permission denied/,
        run: () => [sql`delete from journal_entries`],
      },
    ] as { what: string; says: RegExp; run: Parameters<typeof attempt>[0] }[]) // prettier-ignore
    .run(async ({ assert }, { says, run }) => {
      await assert.rejects(() => attempt(run), says)
    })

  test('even its owner changing, deleting or emptying {table}')
    .with([{ table: 'journal_entries' }, { table: 'postings' }, { table: 'ledger_accounts' }])
    .run(async ({ assert }, { table }) => {
      await attempt(() => [])
      const changes = [`delete from ${table}`, `truncate ${table} cascade`]
      // A ledger account's balance moves; what else it is does not (see above).
      if (table !== 'ledger_accounts') changes.push(`update ${table} set tenant_id = tenant_id`)
      for (const statement of changes) {
        await assert.rejects(() => asOwner(statement), /append-only/)
      }
    })
})
