import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { ConnectGateway } from '#app/payments/index'
import { type Sandbox, stripeKeys } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

/** Connects a tenant to the Stripe stand-in. @returns the gateway's id */
export async function connectStripe(
  tenant: Tenant,
  sandbox: Sandbox,
  { timeoutMs = 1_500, webhookSecret = stripeKeys.webhookSecret, id = newId() } = {}
): Promise<string> {
  const connect = await app.container.make(ConnectGateway)
  const result = await as(tenant, () =>
    connect.execute({
      id,
      driver: 'stripe',
      name: 'Cards',
      config: {
        baseUrl: sandbox.url,
        scriptUrl: `${sandbox.url}/stripe/stripe.js`,
        publishableKey: stripeKeys.publishableKey,
        isLive: false,
        timeoutMs,
      },
      secrets: { secretKey: stripeKeys.secretKey, webhookSecret },
    })
  )
  if (!result.ok) throw new Error(`Stripe was not connected: ${JSON.stringify(result.error)}`)
  return result.value.id
}

/** An open invoice with its receivable in the books, as billing would issue it. @returns its id */
export async function addInvoice(
  tenant: Tenant,
  customerId: string,
  { amount = 1401n, currency = 'EUR', dueOn = '2026-03-08' } = {}
): Promise<string> {
  const id = newId()
  const due = money(amount, currency)
  const post = await app.container.make(PostEntries)
  await as(tenant, () =>
    inTransaction(async () => {
      await sql`insert into invoices (id, series, number, reference, customer_id, kind, status, currency, issued_at, issued_on, due_on, subtotal,
          tax_total, total, amount_due, snapshot, hash)
        select ${id}, 'invoice', count(*) + 1, 'INV-' || count(*) + 1, ${customerId}, 'renewal', 'open', ${currency}, now(), '2026-03-01',
          ${dueOn}, ${amount}, 0, ${amount}, ${amount}, '{}', '\\x00' from invoices`.execute(db)
      await post.execute([
        {
          kind: 'invoice_issued',
          causeId: id,
          postings: [debit(chart.receivable(customerId), due, id), credit(chart.deferredRevenue(), due)],
        },
      ])
    })
  )
  return id
}

/** An order that waits for its payment. @returns its id */
export async function addOrder(
  tenant: Tenant,
  customerId: string,
  { total = 1401n, currency = 'EUR' } = {}
): Promise<string> {
  const id = newId()
  const quoteId = newId()
  await as(tenant, () =>
    inTransaction(async () => {
      await sql`insert into quotes (id, customer_id, currency, catalogue_version, content, subtotal, tax_total, total, created_at, expires_at)
        values (${quoteId}, ${customerId}, ${currency}, 1, '{}', ${total}, 0, ${total}, now(), now() + interval '1 day')`.execute(
        db
      )
      await sql`insert into orders (id, number, customer_id, quote_id, status, currency, total, terms_accepted_at, created_at)
        select ${id}, count(*) + 1, ${customerId}, ${quoteId}, 'awaiting_payment', ${currency}, ${total}, now(), now() from orders`.execute(
        db
      )
    })
  )
  return id
}
