import { test } from '@japa/runner'
import { sql } from 'kysely'
import { renderMessage } from '#app/messaging/queries/render_message'
import { db } from '#app/shared/database/db'
import { findSubscription } from '#app/subscriptions/index'
import { live, write } from '#tests/support/billing'
import { linesOf, priceHour, startByHour } from '#tests/support/hours'
import { decided, look, tell } from '#tests/support/price_moves'
import { settle } from '#tests/support/settle'
import { as } from '#tests/support/tenants'

test('a dearer hour is a higher price, whatever a month costs at most: shown, told, and never charged without notice', async ({
  assert,
}) => {
  const running = await startByHour()
  const { tenant, subscriptionId } = running
  const priceId = await priceHour(running, 'vps-s', { hourAmount: '2', monthAtMost: 400n })
  const shown = await look(running, { priceIds: [priceId], tellsAll: false })
  if (!shown.ok) return assert.fail(shown.error.type)
  // The days of notice end on 9 April: the hours from 1 May on.
  assert.deepInclude(shown.value.summary, {
    oldAmount: 450n, newAmount: 400n, oldHourAmount: '0.83', newHourAmount: '2', higherCount: 1, lowerCount: 0, toldCount: 1, firstOn: '2026-05-01',
  }) // prettier-ignore
  await decided(running, { priceIds: [priceId], tellsAll: false })
  const charge = sql`update price_move_subscriptions set charged_from = '2026-03-10' where subscription_id = ${subscriptionId}`
  await assert.rejects(() => write(tenant, () => charge.execute(db)), /violates check constraint/)
  await settle(tenant)
  const notice = await write(tenant, () =>
    db.selectFrom('messages').selectAll().where('kind', '=', 'price_change').executeTakeFirstOrThrow()
  )
  const mail = await as(tenant, () => renderMessage(notice))
  assert.include(mail!.text, '€0.02 an hour, €4.00 a month at most instead of €0.0083 an hour, €4.50 a month at most') // prettier-ignore

  await live(tenant, { from: '2026-04-01', until: '2026-04-01' })
  assert.deepEqual((await linesOf(running)).map(([name, amount]) => [name, amount]), [['VPS S · 517 h', 429n]]) // prettier-ignore
  await tell(running, '2026-04-01')
  const seen = await as(tenant, () => findSubscription(subscriptionId, null))
  assert.deepEqual(seen!.announced, { amount: 400n, hourAmount: '2', from: '2026-05-01' })
})
