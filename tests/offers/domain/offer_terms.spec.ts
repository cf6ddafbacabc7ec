import { test } from '@japa/runner'
import { amountOfQuantity, type ConfiguredItem, hourlyTiers, type WrittenTiers } from '#app/catalogue/index'
import { agreePrices, eachServer, offerReference } from '#app/offers/domain/offer_terms'

const item = {
  hostname: 'web.example.com',
  parts: [
    { kind: 'plan', priceId: 'a', description: 'VPS M', quantity: 1, unitAmount: '850' },
    { kind: 'option', priceId: 'b', description: 'IPv4', quantity: 2, unitAmount: '150' },
    { kind: 'setup', priceId: 'a', description: 'Set-up', quantity: 1, unitAmount: '500' },
  ],
} as unknown as ConfiguredItem

test.group('Terms of an offer', () => {
  test('an agreed price stands in the place of one of the catalogue, the others stay', ({ assert }) => {
    const agreed = agreePrices(item, [
      { kind: 'plan', priceId: 'a', unitAmount: '700' },
      { kind: 'setup', priceId: 'a', unitAmount: '0' },
    ])
    assert.deepEqual(agreed.ok && agreed.value.parts.map(({ unitAmount }) => unitAmount), ['700', '150', '0'])
  })

  test('by the hour it is the most of a month that is agreed on', ({ assert }) => {
    const parts = [{ ...item.parts[0]!, unitAmount: '450', tiers: hourlyTiers('0.83', 450n) }]
    const agreed = agreePrices({ ...item, parts }, [{ kind: 'plan', priceId: 'a', unitAmount: '400' }])
    const [part] = agreed.ok ? agreed.value.parts : []
    assert.deepEqual([part?.unitAmount, part?.tiers], ['400', hourlyTiers('0.83', 400n)])
  })

  test('in the place of a price that depends on the quantity it is that of each unit', ({ assert }) => {
    const tiers: WrittenTiers = { ...hourlyTiers('150', null), model: 'graduated' }
    const parts = [{ ...item.parts[1]!, quantity: 10, tiers }]
    const listed = amountOfQuantity(parts[0]!)
    const agreed = agreePrices({ ...item, parts }, [{ kind: 'option', priceId: 'b', unitAmount: '120' }])
    const [part] = agreed.ok ? agreed.value.parts : []
    assert.deepEqual([listed, amountOfQuantity(part!)], [1500n, 1200n])
  })

  test('a price of something that was not chosen is refused', ({ assert }) => {
    const agreed = agreePrices(item, [
      { kind: 'plan', priceId: 'a', unitAmount: '700' },
      { kind: 'option', priceId: 'z', unitAmount: '1' },
    ])
    assert.deepEqual(agreed, { ok: false, error: { type: 'price_unknown', at: 1 } })
  })

  test('each server has a name of its own', ({ assert }) => {
    assert.deepEqual(
      eachServer(item, 3).map(({ hostname }) => hostname),
      ['web-1.example.com', 'web-2.example.com', 'web-3.example.com']
    )
    assert.deepEqual(eachServer(item, 1), [item])
  })

  test('the first version has the plain number', ({ assert }) => {
    assert.deepEqual([offerReference(7n, 1), offerReference(7n, 2)], ['Q-000007', 'Q-000007-2'])
  })
})
