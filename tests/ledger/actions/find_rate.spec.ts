import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { findRate } from '#app/ledger/index'
import { keep } from '#tests/support/exchange_rates'
import { as, createTenant } from '#tests/support/tenants'

test.group('The rate of a day', () => {
  test('is that day’s, or the last before it; own before a feed’s; the first one before the beginning', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await keep(tenant, { USD: '1.10', JPY: '160' }, '2026-02-27')
    await keep(tenant, { USD: '1.20' }, '2026-03-02')
    await keep(tenant, { USD: '1.25' }, '2026-03-02', 'own')
    const usd = async (on: string) => {
      const found = await as(tenant, () => findRate('EUR', 'USD', on))
      return found && [found.from[0]!.on, found.from[0]!.source, found.from[0]!.perEuro]
    }
    assert.deepEqual(await usd('2026-02-27'), ['2026-02-27', 'ecb', '1.1'])
    assert.deepEqual(await usd('2026-03-01'), ['2026-02-27', 'ecb', '1.1'])
    assert.deepEqual(await usd('2026-03-02'), ['2026-03-02', 'own', '1.25'])
    assert.deepEqual(await usd('2027-03-02'), ['2026-03-02', 'own', '1.25'])
    assert.deepEqual(await usd('2025-12-31'), ['2026-02-27', 'ecb', '1.1'])
    const cross = await as(tenant, () => findRate('JPY', 'USD', '2026-02-28'))
    assert.deepEqual([cross!.rate.numerator, cross!.rate.denominator], [11n, 1600n])
    assert.isNull(await as(tenant, () => findRate('EUR', 'KWD', '2026-03-02')))
    assert.deepEqual((await as(tenant, () => findRate('KWD', 'KWD', '2026-03-02')))!.from, [])
    assert.isNull(await as(await createTenant(), () => findRate('EUR', 'USD', '2026-03-02')))
  })

  test('once kept stays: the database refuses a change', async ({ assert }) => {
    const tenant = await createTenant()
    await keep(tenant, { USD: '1.10' }, '2026-02-27')
    await keep(tenant, { USD: '9.99' }, '2026-02-27')
    const found = await as(tenant, () => findRate('EUR', 'USD', '2026-02-27'))
    assert.equal(found!.from[0]!.perEuro, '1.1')
    const change = () =>
      as(tenant, () => inTransaction(() => sql`update exchange_rates set per_euro = 2`.execute(db)))
    await assert.rejects(change, /append-only|permission denied/)
  })
})
