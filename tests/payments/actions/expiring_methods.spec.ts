import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { AnnounceExpiringMethods } from '#app/payments/actions/announce_expiring_methods'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { addAda } from '#tests/support/customers'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

test.group('Cards that end', () => {
  test('each notice is given once for an end, and anew for another one', async ({ assert }) => {
    const tenant = await createTenant()
    const customerId = await addAda(tenant)
    const plan = planCalled(await stockShop(tenant), 'vps-m')
    const [gateway, card] = [newId(), newId()]
    await as(tenant, () =>
      inTransaction(async () => {
        await sql`insert into gateways (id, driver, name, status, config, secrets, position, created_at)
                  values (${gateway}, 'stripe', 'Cards', 'active', '{}', '{}', 0, now())`.execute(db)
        await sql`insert into payment_methods (id, customer_id, gateway_id, reference, kind, brand, last4, exp_month, exp_year, is_default, created_at)
                  values (${card}, ${customerId}, ${gateway}, 'pm_1', 'card', 'visa', '4242', 3, 2027, true, now())`.execute(db)
        await sql`insert into subscriptions (id, customer_id, plan_id, status, currency, interval_unit, interval_count, recurring_amount, created_at)
                  values (${newId()}, ${customerId}, ${plan}, 'active', 'EUR', 'month', 1, 850, now())`.execute(db)
      })
    ) // prettier-ignore
    const announce = await app.container.make(AnnounceExpiringMethods)
    const noticesOn = async (day: string) => {
      await freezeClock(tenant, `${day}T12:00:00Z`)
      return [await as(tenant, () => announce.execute()), await as(tenant, () => announce.execute())]
    }
    const days: [string, number][] = [
      ['2027-02-28', 0],
      ['2027-03-01', 1],
      ['2027-03-20', 0],
      ['2027-03-24', 1],
      ['2027-03-31', 0],
      ['2027-04-01', 1],
      ['2027-04-02', 0],
    ]
    for (const [day, count] of days) assert.deepEqual(await noticesOn(day), [count, 0], day)
    await as(tenant, () => inTransaction(() => sql`update payment_methods set exp_year = 2029`.execute(db)))
    assert.deepEqual(await noticesOn('2027-04-03'), [0, 0], 'the bank sent a card with another end')
    assert.deepEqual(await noticesOn('2029-03-25'), [1, 0])
  })
})
