import { test } from '@japa/runner'
import { transferWayOfSeveral } from '#app/billing/domain/transfer_way'

const bank = { holder: 'EZSCALE Ltd', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', name: 'Bank' }

function due(reference: string, amountDue: bigint, { currency = 'EUR', status = 'open' as const } = {}) {
  return { reference, amountDue, currency, status }
}

test.group('Several invoices by one transfer', () => {
  test('is all that is due, under their numbers, with a code for the banking app', ({ assert }) => {
    const way = transferWayOfSeveral([due('INV-000012', 1401n), due('INV-000013', 600n)], bank, 'EZSCALE')!
    assert.deepEqual(
      [way.amount, way.currency, way.reference, way.invoiceReference],
      [2001n, 'EUR', 'INV-000012, INV-000013', null]
    )
    const fields = way.epcCode!.split('\n')
    assert.deepEqual(fields.slice(7), ['EUR20.01', '', '', 'INV-000012, INV-000013'])
  })

  test('one of which is due alone has the reference of that one', ({ assert }) => {
    const paid = { ...due('INV-000012', 0n), status: 'paid' as const }
    const way = transferWayOfSeveral([paid, due('INV-000013', 600n)], bank, 'EZSCALE')!
    assert.match(way.reference, /^RF\d\dINV000013$/)
    assert.equal(way.invoiceReference, 'INV-000013')
  })

  test('{what}: none')
    .with([
      { what: 'nothing due', invoices: [due('INV-1', 0n)], account: bank },
      { what: 'two currencies', invoices: [due('INV-1', 1n), due('INV-2', 1n, { currency: 'USD' })], account: bank }, // prettier-ignore
      { what: 'no account', invoices: [due('INV-1', 1n), due('INV-2', 1n)], account: null },
      { what: 'more numbers than fit', invoices: Array.from({ length: 20 }, (_, at) => due(`INV-00001${at}`, 1n)), account: bank }, // prettier-ignore
    ])
    .run(({ assert }, { invoices, account }) => {
      assert.isNull(transferWayOfSeveral(invoices, account, 'EZSCALE'))
    })
})
