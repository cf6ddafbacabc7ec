/** Cases C11 and C13 of published billing systems; C1, C3, C5, C7 and C9 are in price_lines_more.spec.ts. */
import { test } from '@japa/runner'
import { priceLines } from '#app/billing/domain/price_lines'
import { decideTax } from '#app/billing/domain/taxation/decide_tax'
import { type TaxRate, toRateBook } from '#app/billing/domain/taxation/tax_rate'
import { customer, inShort, seller, taxOf } from '#tests/billing/domain/taxation/tax_cast'

const rate = (name: string, percent: string, more: Partial<TaxRate> = {}): TaxRate => ({
  id: name, country: 'DE', region: null, postalPrefix: null, name, percent, taxablePercent: '100', kind: 'vat', productKinds: null,
  customerKind: null, isAdditional: false, validFrom: '2020-01-01', validUntil: null, ...more,
}) // prettier-ignore

test.group('Published tax cases', () => {
  test('C11: two taxes named for an add-on replace the default one', ({ assert }) => {
    const rates = toRateBook([
      rate('default', '25'),
      rate('first', '20', { productKinds: ['consulting'] }),
      rate('second', '10', { productKinds: ['consulting'], isAdditional: true }),
    ])
    const wish = { customer: customer('DE'), rules: { seller: seller('DE'), rates }, on: '2026-03-01' }
    const tax = decideTax({ ...wish, productKind: 'consulting' })
    const item = { kind: 'item', description: 'Add-on', quantity: 1, unitAmount: 10_000n, priceId: null, interval: null, period: null } as const // prettier-ignore
    assert.equal(priceLines([item], { currency: 'EUR', tax, taxRounding: 'line' }).taxTotal, 3000n)
    assert.equal(decideTax({ ...wish, productKind: 'vps' }).percent, '25')
  })

  const french = seller('FR', 'FR:oss')
  const rows: [string, ReturnType<typeof customer>, string][] = [
    ['US customer', customer('US'), 'US 0 O not_registered'],
    ['French customer', customer('FR'), 'FR 20 S rate'],
    ['Italian customer without VAT id', customer('IT'), 'IT 22 S rate'],
    ['Italian customer with a valid VAT id', customer('IT', { taxId: 'IT' }), 'IT 0 AE reverse_charge'],
    ['French customer with a valid French id', customer('FR', { taxId: 'FR' }), 'FR 20 S rate'],
    ['an id that is not confirmed changes nothing', customer('IT', { kind: 'company' }), 'IT 22 S rate'],
  ]
  for (const [name, to, expected] of rows) {
    test(`C13: ${name}`, ({ assert }) => {
      assert.equal(inShort(taxOf(french, to)), expected)
    })
  }
})
