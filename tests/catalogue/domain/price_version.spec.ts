import { test } from '@japa/runner'
import { findVersionFaults, versionStates } from '#app/catalogue/domain/price_version'
import type { TieredPrice } from '#app/catalogue/domain/tiers'
import { amountOfQuantity, readTiers, writeTiers } from '#app/catalogue/domain/written_tiers'

const today = '2026-03-01'
const tier = (upTo: bigint | null, unitAmount = '100') => ({ upTo, unitAmount, flatAmount: 0n })

function priced(tiers: TieredPrice['tiers'], more: Partial<TieredPrice> = {}): TieredPrice {
  return { model: 'graduated', tiers, packageSize: 1n, freeUnits: 0n, minimumAmount: 0n, ...more }
}

test.group('A new version of a price', () => {
  for (const { title, validFrom = today, tiers = null, faults } of [
    { title: 'holds from today', faults: [] },
    { title: 'holds from a day ahead', validFrom: '2027-03-01', faults: [] },
    { title: 'never begins in the past', validFrom: '2026-02-28', faults: ['valid_from_past valid_from'] },
    { title: 'is not years away', validFrom: '2028-04-01', faults: ['valid_from_too_far valid_from'] },
    { title: 'has tiers that follow each other', tiers: priced([tier(5n), tier(10n, '0.5'), tier(null)]), faults: [] },
    { title: 'has at least one tier', tiers: priced([]), faults: ['tiers_missing tiers'] },
    {
      title: 'says everything that is wrong with its tiers at once',
      validFrom: '2026-02-01',
      tiers: priced([tier(5n, '-1'), tier(null), tier(4n, 'x'), tier(9n)]),
      faults: [
        'valid_from_past valid_from', 'tier_amount_invalid tiers.0.unit_amount', 'tier_bound_missing tiers.1.up_to',
        'tier_amount_invalid tiers.2.unit_amount', 'tier_not_ascending tiers.2.up_to', 'tier_last_bounded tiers.3.up_to',
      ],
    },
    { title: 'has packages of at least one', tiers: priced([tier(null)], { model: 'package', packageSize: 0n }), faults: ['package_size_invalid package_size'] },
  ]) {
    test(title, ({ assert }) => {
      const found = findVersionFaults({ validFrom, tiers }, today)
      assert.deepEqual(found.map(({ type, field }) => `${type} ${field}`), faults) // prettier-ignore
    })
  } // prettier-ignore

  test('stands as what it is on a day', ({ assert }) => {
    const versions = [
      { id: 'past', validFrom: '2025-01-01', replacedOn: '2026-01-01' },
      { id: 'older', validFrom: '2026-01-01', replacedOn: null },
      { id: 'current', validFrom: '2026-02-01', replacedOn: null },
      { id: 'upcoming', validFrom: '2026-04-01', replacedOn: null },
      { id: 'withdrawn', validFrom: '2026-05-01', replacedOn: '2026-02-15' },
    ]
    assert.deepEqual(Object.fromEntries(versionStates(versions, today)), {
      past: 'past', older: 'past', current: 'current', upcoming: 'upcoming', withdrawn: 'withdrawn',
    }) // prettier-ignore
  })

  test('costs the same when it was written down and read again', ({ assert }) => {
    const price = priced([tier(2n, '33.333333333333'), tier(null, '0.5')], { freeUnits: 1n, minimumAmount: 50n })
    assert.deepEqual(readTiers(JSON.parse(JSON.stringify(writeTiers(price)))), price)
    const at = (quantity: number) => amountOfQuantity({ unitAmount: 0n, quantity, tiers: writeTiers(price) })
    assert.deepEqual([1, 2, 3, 5].map(at), [50n, 50n, 67n, 68n])
    assert.equal(amountOfQuantity({ unitAmount: '150', quantity: 3 }), 450n)
  }) // prettier-ignore
})
