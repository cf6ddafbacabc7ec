import { test } from '@japa/runner'
import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import { asOwner } from '#tests/support/as_owner'
import { buy, invoicesOf, openShop, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { createTenant } from '#tests/support/tenants'

interface Sold {
  invoiceId: string
  subscriptionId: string
}

/** A customer with one invoiced subscription. */
async function sell() {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  const customerId = await addAda(tenant)
  const { subscriptionIds } = await buy(tenant, planId, { customerId })
  const [invoice] = await invoicesOf(tenant, customerId)
  return { tenant, sold: { invoiceId: invoice!.id, subscriptionId: subscriptionIds[0]! } }
}

const period = (columns: { subscriptionId: string; invoiceId: string; position: number }) =>
  sql`insert into subscription_periods (subscription_id, period_starts_on, period_ends_on, invoice_id, invoice_line_position)
      values (${columns.subscriptionId}, '2031-01-01', '2031-02-01', ${columns.invoiceId}, ${columns.position})`

const fact = (id: string) =>
  sql`insert into events (id, type, subject_kind, subject_id, actor_kind, data, occurred_at)
      values (${id}, 'x', 'x', ${id}, 'system', '{}', now())`

test.group('Rows that are checked together: the database refuses', () => {
  const cases: [what: string, says: RegExp, run: (sold: Sold) => RawBuilder<unknown>[]][] = [
    [
      'a line of a subscription that does not exist',
      /invoice_lines without their subscriptions/,
      ({ invoiceId }) => [
        sql`insert into invoice_lines (invoice_id, position, subscription_id, kind, description, quantity, unit_amount, amount, tax_percent, tax_amount)
            values (${invoiceId}, 90, null, 'plan', 'x', 1, 1, 1, 0, 0), (${invoiceId}, 91, ${newId()}, 'plan', 'x', 1, 1, 1, 0, 0)`,
      ],
    ],
    [
      'a line of an invoice that does not exist',
      /invoice_lines without their invoices/,
      () => [
        sql`insert into invoice_lines (invoice_id, position, kind, description, quantity, unit_amount, amount, tax_percent, tax_amount)
            values (${newId()}, 0, 'plan', 'x', 1, 1, 1, 0, 0)`,
      ],
    ],
    [
      'an invoice of a customer that does not exist',
      /invoices without their customers/,
      () => [
        sql`insert into invoices (id, series, number, reference, customer_id, kind, status, currency, issued_at, issued_on, due_on, subtotal, tax_total, total, amount_due, snapshot, hash)
            values (${newId()}, 'x', 1, 'x', ${newId()}, 'order', 'open', 'EUR', now(), now(), now(), 1, 0, 1, 1, '{}', '')`,
      ],
    ],
    [
      'a ledger account of a customer that does not exist',
      /ledger_accounts without their customers/,
      () => [
        sql`insert into ledger_accounts (id, code, kind, currency, customer_id) values (${newId()}, 'x', 'asset', 'EUR', ${newId()})`,
      ],
    ],
    [
      'a period that no line asks for',
      /subscription_periods without their invoice_lines/,
      ({ subscriptionId, invoiceId }) => [period({ subscriptionId, invoiceId, position: 77 })],
    ],
    [
      'a period of another subscription than that of its line',
      /subscription_periods without their invoice_lines/,
      ({ invoiceId }) => [period({ subscriptionId: newId(), invoiceId, position: 0 })],
    ],
    [
      'a period that is moved to another invoice',
      /stay, under their ids/,
      () => [sql`update subscription_periods set invoice_id = ${newId()}`],
    ],
    [
      'a delivery of a fact that does not exist',
      /reaction_deliveries without their events/,
      () => [
        sql`insert into reaction_deliveries (event_id, reaction, seq, subject_id, next_attempt_at) values (${newId()}, 'x', 1, ${newId()}, now())`,
      ],
    ],
    [
      'a fact of a tenant that does not exist',
      /events without their tenants/,
      () => [sql`select set_config('app.tenant', ${newId()}, true)`, fact(newId())],
    ],
    [
      'postings for an invoice that does not exist',
      /postings without their invoices/,
      () => {
        const id = newId()
        return [
          sql`insert into journal_entries (id, kind, cause_id, booked_on, occurred_at, posting_count) values (${id}, 'x', ${id}, '2026-03-01', now(), 2)`,
          sql`insert into postings (entry_id, position, account_id, invoice_id, amount, currency, reporting_amount, reporting_currency, reporting_rate)
              select ${id}, r.position, (select id from ledger_accounts limit 1), ${newId()}, r.amount, 'EUR', r.amount, 'EUR', 1
                from (values (0, 5), (1, -5)) as r(position, amount)`,
        ]
      },
    ],
  ]

  test('each of them', async ({ assert }) => {
    const { tenant, sold } = await sell()
    for (const [, says, run] of cases) {
      const attempt = () =>
        write(tenant, async () => {
          for (const statement of run(sold)) await statement.execute(db)
        })
      await assert.rejects(attempt, says)
    }
  })

  test('even its owner taking away or renaming what they refer to', async ({ assert }) => {
    const changes = ['platform.tenants', 'customers', 'subscriptions', 'invoices'].flatMap((table) => [
      `delete from ${table}`,
      `truncate ${table} cascade`,
      `update ${table} set id = id`,
    ])
    for (const change of changes) await assert.rejects(() => asOwner(change), /stay, under their ids/)
  })
})
