import { test } from '@japa/runner'
import { sendMailThrough } from '#app/messaging/drivers/registry'
import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import { write } from '#tests/support/billing'
import { apiClientFor } from '#tests/support/api'
import { startService } from '#tests/support/changes'
import { useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'

const month = { unit: 'month', count: 1 }

async function openShop() {
  const running = await startService('2026-03-01T12:00:00Z')
  const { tenant, customerId } = running
  await apiClientFor(tenant, { as: 'customer', customerId })
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const planId = showId('plan', running.plan('vps-s'))
  const reprice = async (amount: string, currency = 'EUR', valid_from?: string) => {
    await staff.post(`/plans/${planId}/prices`, { currency, interval: month, amount, valid_from })
    const product = (await staff.get('/products')).body.data[0]
    const { data } = (await staff.get(`/products/${product.id}/prices`)).body
    const found = data.find((each: { state: string; plan_id: string; currency: string; interval: { unit: string } }) => each.state === (valid_from ? 'upcoming' : 'current') && each.plan_id === planId && each.currency === currency && each.interval.unit === 'month') // prettier-ignore
    return found.id as string
  }
  return { ...running, staff, reprice }
}

test.group('Moving customers to other prices over the API', (group) => {
  const sandbox = useSandbox(group)
  group.each.setup(() => sendMailThrough(`smtp://127.0.0.1:${sandbox().process.smtpPort}`))

  test('preview, decision, one mail each, days counted from it, withdrawal and its mail', async ({
    assert,
  }) => {
    const { tenant, customerId, staff, reprice } = await openShop()
    const price_ids = [await reprice('600')]
    const preview = await staff.post('/price-moves/preview', { price_ids })
    assert.equal(preview.status, 200, preview.text)
    assert.deepInclude(preview.body, {
      count: 1,
      starts_on: '2026-03-31',
      told_count: 1,
      first_on: '2026-04-01',
    })
    const expected = { count: 1, new_amount: '600' }
    const move = await staff.post('/price-moves', { price_ids, expected })
    assert.equal(move.status, 201, move.text)
    assert.deepInclude(move.body, { status: 'announced', open_count: 1, untold_count: 1 })
    await settle(tenant)
    const told = await staff.get(`/price-moves/${move.body.id}`)
    assert.deepInclude(told.body, { untold_count: 0, open_count: 1 })
    const mails = () =>
      write(tenant, () =>
        db.selectFrom('messages').select(['kind', 'status', 'text_body']).where('customer_id', '=', customerId)
          .where('kind', 'like', 'price_change%').orderBy('id').execute()
      ) // prettier-ignore
    const [notice] = await mails()
    assert.equal(notice!.status, 'sent')
    for (const said of [/€4\.50/, /€6\.00/, /1 April 2026|April 1, 2026/, /cancel/]) assert.match(notice!.text_body!, said) // prettier-ignore
    const withdrawn = await staff.post(`/price-moves/${move.body.id}/withdrawal`, { reason: 'A mistake' })
    assert.deepInclude(withdrawn.body, { status: 'withdrawn', open_count: 0, withdrawal_reason: 'A mistake' })
    await settle(tenant)
    assert.deepEqual((await mails()).map(({ kind, status }) => [kind, status]), [['price_change', 'sent'], ['price_change_withdrawn', 'sent']]) // prettier-ignore
    assert.equal((await staff.post(`/price-moves/${move.body.id}/withdrawal`, { reason: 'x' })).body.code, 'move_over') // prettier-ignore
    assert.lengthOf((await staff.get('/price-moves')).body.data, 1)
  })

  test('refuses, beside the field, what cannot be', async ({ assert }) => {
    const { staff, reprice } = await openShop()
    const [higher, dollars] = [await reprice('600'), await reprice('700', 'USD')]
    const code = async (body: object) => {
      const { status, body: answer } = await staff.post('/price-moves/preview', body)
      return `${status} ${answer.code} ${answer.errors?.[0]?.field}`
    }
    assert.equal(await code({ price_ids: ['price_x'] }), '422 price_not_found price_ids')
    assert.equal(await code({ price_ids: [] }), '422 validation_failed price_ids')
    assert.equal(await code({ price_ids: [higher, dollars] }), '422 several_currencies price_ids')
    const upcoming = await reprice('700', 'EUR', '2026-03-20')
    assert.equal(await code({ price_ids: [higher, upcoming] }), '422 several_versions price_ids')
    assert.equal(await code({ price_ids: [dollars] }), '422 nobody_affected price_ids')
    assert.equal(
      await code({ price_ids: [higher], starts_on: '2026-03-30' }),
      '422 starts_on_too_early starts_on'
    )
    assert.equal(
      await code({ price_ids: [higher], starts_on: '2026-02-30' }),
      '422 starts_on_invalid starts_on'
    )
    assert.equal(
      await code({ price_ids: [higher], starts_on: '2030-01-01' }),
      '422 starts_on_too_far starts_on'
    )
    const stale = { price_ids: [higher], expected: { count: 2, new_amount: '1200' } }
    assert.equal((await staff.post('/price-moves', stale)).body.code, 'preview_differs')
    assert.equal((await staff.get('/price-moves/pmv_x')).status, 404)
  })
})
