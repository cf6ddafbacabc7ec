import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import type { Tenant } from '#app/shared/database/context'
import { Clock } from '#app/shared/time/clock'
import { FetchExchangeRates } from '#app/ledger/actions/fetch_exchange_rates'
import { makeEcbFeed } from '#app/ledger/drivers/ecb/driver'
import { readEnvelope } from '#app/ledger/drivers/ecb/read_envelope'
import { readRatesFrom } from '#app/ledger/drivers/registry'
import { findRateFeedState } from '#app/ledger/index'
import { listAttention } from '#app/reporting/index'
import { rateFeedSuite } from '#tests/ledger/drivers/conformance'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

const faults = { silence: 'timeout_before', error: 'error_500', cut_off: 'cut_off', other_page: 'error_page', impossible_rate: 'impossible_rate' } // prettier-ignore

test.group('The feed of the European Central Bank', (group) => {
  const sandbox = useSandbox(group)
  rateFeedSuite({
    sandbox,
    run: async ({ url }, ask) => {
      const tenant = await createTenant()
      return as(tenant, () => ask(makeEcbFeed({ baseUrl: url, tenantId: tenant.id })))
    },
    published: async (stand) =>
      (await stand.state<{ days: { day: string; rates: { currency: string; rate: string }[] }[] }>('ecb'))
        .days,
    fault: (stand, kind) => stand.fault('ecb', faults[kind], kind === 'silence' ? { value: 100 } : {}),
  })

  test('its own way of writing is read: single quotes, line breaks, an empty day refused', ({ assert }) => {
    const daily = (cubes: string) => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<Cube><Cube time='2026-02-27'>${cubes}</Cube></Cube>
</gesmes:Envelope>`
    assert.deepEqual(readEnvelope(daily(`<Cube currency='USD' rate='1.0850'/>`)), [
      { on: '2026-02-27', rates: [{ currency: 'USD', perEuro: '1.0850' }] },
    ])
    for (const wrong of [
      '',
      `<Cube currency='USD' rate='0'/>`,
      `<Cube currency='US' rate='1'/>`,
      `<Cube currency='USD' rate='-1'/>`,
    ]) {
      assert.throws(() => readEnvelope(daily(wrong)))
    }
    assert.throws(() => readEnvelope(`<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`))
  })
})

test.group('Fetching exchange rates', (group) => {
  const sandbox = useSandbox(group)
  group.each.setup(() => {
    readRatesFrom(sandbox().url)
    return () => readRatesFrom('off')
  })
  const fetchRates = (tenant: Tenant) =>
    as(tenant, async () => (await app.container.make(FetchExchangeRates)).execute())
  const makeDue = (tenant: Tenant) => as(tenant, () => inTransaction(() => sql`update exchange_rate_feeds set next_attempt_at = now() - interval '1 minute'`.execute(db))) // prettier-ignore
  const kept = async (tenant: Tenant) => {
    const { rows } = await as(tenant, () =>
      inTransaction(() =>
        sql<{ days: number; rates: number }>`
        select count(distinct rate_on)::int as days, count(*)::int as rates from exchange_rates`.execute(db)
      )
    )
    return rows[0]!
  }

  test('ninety days at first, then nothing until it is time, then nothing twice', async ({ assert }) => {
    const tenant = await createTenant()
    const count = await fetchRates(tenant)
    const { days, rates } = await kept(tenant)
    assert.isAbove(days, 55)
    assert.equal(rates, count)
    assert.equal(await fetchRates(tenant), 0)
    assert.lengthOf(await sandbox().requests('ecb'), 1)
    await makeDue(tenant)
    assert.equal(await fetchRates(tenant), 0)
    assert.lengthOf(await sandbox().requests('ecb'), 2)
  })

  test('what was kept of a day stays, whatever the feed says later', async ({ assert }) => {
    const tenant = await createTenant()
    await fetchRates(tenant)
    const before = await kept(tenant)
    await makeDue(tenant)
    await sandbox().fault('ecb', 'changed_past')
    assert.equal(await fetchRates(tenant), 0)
    assert.deepEqual(await kept(tenant), before)
  })

  test('a feed that fails is asked again by itself, and nothing is lost', async ({ assert }) => {
    const tenant = await createTenant()
    await sandbox().fault('ecb', 'error_page', { times: 1 })
    assert.equal(await fetchRates(tenant), 0)
    const failed = await as(tenant, () => findRateFeedState(new Clock()))
    assert.equal(failed!.state!.failures, 1)
    assert.isNotNull(failed!.state!.lastError)
    assert.isFalse(failed!.isStale)
    await makeDue(tenant)
    assert.isAbove(await fetchRates(tenant), 0)
    assert.isNull((await as(tenant, () => findRateFeedState(new Clock())))!.state!.lastError)
  })

  test('a feed that publishes nothing new for a week is a matter for a person', async ({ assert }) => {
    const tenant = await createTenant()
    await sandbox().fault('ecb', 'silent_days', { value: 9 })
    await fetchRates(tenant)
    const kinds = async () => (await as(tenant, () => listAttention())).map(({ kind }) => kind)
    assert.deepEqual(await kinds(), ['exchange_rates_stale'])
    await sandbox().clearFaults()
    await makeDue(tenant)
    await fetchRates(tenant)
    assert.deepEqual(await kinds(), [])
  })
})
