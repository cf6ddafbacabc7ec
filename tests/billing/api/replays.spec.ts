import { test } from '@japa/runner'
import pg from 'pg'
import { newId, showId } from '#app/shared/ids'
import type { Tenant } from '#app/shared/database/context'
import { apiClientFor, request } from '#tests/support/api'
import { invoicesOf, live, pay } from '#tests/support/billing'
import { request as requestChange, startService } from '#tests/support/changes'
import { loseQueuedJobs, runQueuedJobs, settle } from '#tests/support/settle'
import { freezeClock } from '#tests/support/tenants'

/** Of every table of the tenant how many rows it has and what is in them, but for replays and notes about requests themselves. */
async function contentOf(tenant: Tenant): Promise<Record<string, string>> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    options: `-c app.tenant=${tenant.id}`,
  })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1)`,
      [['replays', 'idempotency_keys', 'api_tokens']]
    )
    const parts = tables.map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as content from ${pg.escapeIdentifier(name)} t`
    )
    const { rows } = await client.query<{ name: string; content: string }>(parts.join(' union all '))
    return Object.fromEntries(rows.map(({ name, content }) => [name, content]))
  } finally {
    await client.end()
  }
}

test.group('API: replays', () => {
  test('months with an order, renewals and a change: compared, unchanged when nothing was otherwise, and nothing written', async ({
    assert,
  }) => {
    const running = await startService('2026-01-10T12:00:00Z', { options: { ipv4: 1 } })
    const { tenant, customerId, plan } = running
    await live(tenant, { from: '2026-02-03', until: '2026-02-03' })
    for (const { id, status } of await invoicesOf(tenant, customerId))
      if (status === 'open') await pay(tenant, id)
    await freezeClock(tenant, '2026-02-17T09:30:00Z')
    await settle(tenant)
    const asked = await requestChange(running, { planId: plan('vps-m') })
    assert.isTrue(asked.ok)
    await settle(tenant)
    await freezeClock(tenant, '2026-04-02T09:00:00Z')
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const invoices = await invoicesOf(tenant, customerId)
    assert.sameMembers([...new Set(invoices.map(({ kind }) => kind))], ['order', 'renewal', 'change'])
    const total = invoices.reduce((sum, invoice) => sum + invoice.total, 0n)

    await loseQueuedJobs()
    const before = await contentOf(tenant)
    const months = { from: '2026-01', to: '2026-03' }
    const run = async (otherwise: object) => {
      const made = await staff.post('/replays', { ...months, ...otherwise })
      assert.equal(made.status, 201, made.text)
      assert.equal(made.body.status, 'queued')
      await runQueuedJobs()
      const done = (await staff.get(`/replays/${made.body.id}`)).body
      assert.deepEqual([done.status, done.done_count, done.unreadable], ['done', 3, []])
      return done
    }
    const same = await run({})
    assert.deepEqual([same.changed_count, same.invoices], [0, []])
    assert.equal(same.totals[0].total.amount, total.toString())
    assert.equal(same.totals[0].difference.amount, '0')

    const dearer = await run({ price_percent: '10' })
    assert.equal(dearer.changed_count, 3)
    const [largest, ...others] = dearer.invoices
    assert.isTrue(
      others.every(
        (row: typeof largest) => BigInt(row.difference.amount) <= BigInt(largest.difference.amount)
      )
    )
    assert.equal(
      dearer.totals[0].difference.amount,
      dearer.invoices
        .reduce((sum: bigint, row: typeof largest) => sum + BigInt(row.difference.amount), 0n)
        .toString()
    )
    const { name, reference } = { name: largest.customer_name, reference: largest.reference }
    const of = async (filter: string) =>
      (await staff.get(`/replays/${dearer.id}?${filter}`)).body.invoices.map((row: typeof largest) => row.reference) // prettier-ignore
    assert.deepEqual([name, largest.customer_id], ['Ada Lindgren', showId('customer', customerId)])
    assert.lengthOf(await of('q=ada'), 3)
    assert.lengthOf(await of(`customer_id=${largest.customer_id}`), 3)
    assert.deepEqual(await of(`q=${reference.toLowerCase()}`), [reference])
    for (const nobody of ['q=brook', `customer_id=${showId('customer', newId())}`, 'customer_id=cus_nobody'])
      assert.deepEqual(await of(nobody), [])
    const taxed = await run({ tax_percents: [{ country: 'DE', percent: '21' }] })
    assert.equal(taxed.totals[0].replayed_subtotal.amount, taxed.totals[0].subtotal.amount)
    assert.isAbove(Number(taxed.totals[0].replayed_tax.amount), Number(taxed.totals[0].tax.amount))
    const byDays = await run({ proration: 'days' })
    assert.deepEqual(byDays.invoices.map(({ reference }: { reference: string }) => reference), [invoices[2]!.reference]) // prettier-ignore
    const cheap = { plan_id: showId('plan', plan('vps-s')), currency: 'EUR', interval: { unit: 'month', count: 1 }, amount: '100' } // prettier-ignore
    assert.isBelow(Number((await run({ plan_prices: [cheap] })).totals[0].difference.amount), 0)
    assert.deepEqual(await contentOf(tenant), before)

    const listed = (await staff.get('/replays?limit=2')).body
    assert.deepEqual([listed.data.length, listed.data[0].plan_prices.length], [2, 1])
    const file = await request({ host: staff.host, method: 'GET', path: `/replays/${dearer.id}?format=csv`, headers: {}, text: undefined }) // prettier-ignore
    assert.equal(file.status, 302, 'a file is for who is signed in')
  })

  test('impossible questions are refused beside their field, and strangers have no part in it', async ({
    assert,
  }) => {
    const { tenant, plan } = await startService('2026-01-10T12:00:00Z')
    const staff = await apiClientFor(tenant, { as: 'staff' })
    const cheap = { plan_id: showId('plan', plan('vps-s')), currency: 'EUR', interval: { unit: 'month', count: 1 }, amount: '100' } // prettier-ignore
    const months = { from: '2026-01', to: '2026-01' }
    /** question, code, field */
    const refused: [object, string, string][] = [
      [{ from: '2026-02', to: '2026-01' }, 'months_impossible', 'to'],
      [{ from: '2020-01', to: '2026-01' }, 'too_many_months', 'to'],
      [{ from: '2026-01', to: '2026-02' }, 'months_ahead', 'to'],
      [{ from: '9999-12', to: '9999-12' }, 'months_ahead', 'to'],
      [{ ...months, plan_prices: [cheap, { ...cheap, plan_id: 'plan_of_nobody' }] }, 'plan_price_unknown', 'plan_prices.1.plan_id'],
      [{ ...months, plan_prices: [{ ...cheap, plan_id: showId('plan', newId()) }] }, 'plan_price_unknown', 'plan_prices.0.plan_id'],
      [{ ...months, plan_prices: [{ ...cheap, currency: 'XXX' }] }, 'plan_price_unknown', 'plan_prices.0.plan_id'],
      [{ ...months, plan_prices: [{ ...cheap, interval: { unit: 'hour', count: 7 } }] }, 'plan_price_unknown', 'plan_prices.0.plan_id'],
      [{ from: '2026-01', to: '2026-01', price_percent: '-200' }, 'percent_out_of_range', 'price_percent'],
      [{ from: '2026-1', to: '2026-01' }, 'validation_failed', 'from'],
      [{ from: '2026-01', to: '2026-01', proration: 'weeks' }, 'validation_failed', 'proration'],
      [{ from: '2026-01', to: '2026-01', tax_percents: [{ country: 'Germany', percent: '19' }] }, 'validation_failed', 'tax_percents.0.country'],
    ] // prettier-ignore
    for (const [question, code, field] of refused) {
      const answer = await staff.post('/replays', question)
      assert.deepEqual([answer.status, answer.body.code, answer.body.errors[0].field], [422, code, field])
    }
    assert.equal((await staff.get(`/replays/${showId('replay', newId())}`)).status, 404)
    const mute = await apiClientFor(tenant, { as: 'staff', abilities: ['staff:services:read'] })
    assert.equal((await mute.get('/replays')).status, 403)
    assert.isEmpty((await staff.get('/replays')).body.data)
  })
})
