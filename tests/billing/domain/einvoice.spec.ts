import { test } from '@japa/runner'
import fc from 'fast-check'
import { type EInvoiceObstacle, obstaclesTo } from '#app/billing/domain/einvoice/check_einvoice'
import { type EInvoiceFormat, fileNameOf, isDocumentFormat } from '#app/billing/domain/einvoice/formats'
import { readElectronicAddress } from '#app/tenancy/index'
import { networkEndpoint, taxNumberOf, vatIdOf } from '#app/billing/domain/einvoice/party_ids'
import { toEInvoice } from '#app/billing/domain/einvoice/to_einvoice'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import { sampleContent, sampleDocument, sampleLine } from '#tests/billing/drivers/sample_documents'

const base = sampleContent([sampleLine()])
const document = (seller: object = {}, customer: object = {}, content: object = {}): SalesDocument =>
  sampleDocument({ ...base, seller: { ...base.seller, ...seller }, customer: { ...base.customer, ...customer }, ...content }) // prettier-ignore
const lineOf = (category: 'O' | 'AE' | 'E' | 'S' | null) => ({ ...sampleLine({ percent: category === 'S' ? '19' : '0' }), taxCategory: category }) // prettier-ignore

test.group('What stands in the way of an e-invoice', () => {
  const american = { country: 'US', taxId: '12-3456789', city: 'Austin', postalCode: '73301' }
  const rows: [string, SalesDocument, EInvoiceFormat, EInvoiceObstacle[]][] = [
    ['nothing', document(), 'xrechnung-ubl', []],
    ['nothing', document(), 'peppol-bis', []],
    ['nothing', document(), 'facturx', []],
    ['a quote', { ...document(), kind: 'quote' }, 'facturx', ['not_an_invoice']],
    ['a credit note of nothing', { ...document(), kind: 'credit_note' }, 'facturx', ['corrected_invoice_unknown']],
    ['a seller in the US has no VAT id, but a tax number', document(american), 'xrechnung-cii', []],
    ['which does not shift a tax to the buyer', document(american, {}, { lines: [lineOf('AE')] }), 'xrechnung-cii', ['seller_vat_id_missing']],
    ['a small business with a tax number alone', document({ taxId: '12/345/67890' }, {}, { lines: [lineOf('E')] }), 'xrechnung-ubl', []],
    ['such a one on a network', document({ taxId: '12/345/67890' }), 'peppol-bis', ['seller_address_missing']],
    ['a seller without any number', document({ taxId: null }), 'facturx', ['seller_vat_id_missing']],
    ['a seller without an address', document({ country: null, city: null, postalCode: null }), 'xrechnung-cii', ['seller_country_missing', 'seller_city_missing', 'seller_postal_code_missing']],
    ['a telephone is for XRechnung', document({ phone: null }), 'xrechnung-cii', ['seller_phone_missing']],
    ['a telephone without digits', document({ phone: 'none' }), 'xrechnung-ubl', ['seller_phone_missing']],
    ['a telephone is for Peppol between Germans', document({ phone: null }), 'peppol-bis', ['seller_phone_missing']],
    ['not for a Frenchman', document({ phone: null }, { country: 'FR', taxId: 'FR32552100554' }), 'peppol-bis', []],
    ['nor for Factur-X', document({ phone: null }), 'facturx', []],
    ['a customer without country', document({}, { country: null }), 'facturx', ['customer_country_missing']],
    ['a person on a network', document({}, { taxId: null }), 'peppol-bis', ['customer_address_missing']],
    ['a person with a mail address in its place', document({}, { taxId: null, electronicAddress: 'EM:ada@example.test' }), 'peppol-bis', ['customer_address_missing']],
    ['a person with an address of no known scheme', document({}, { taxId: null, electronicAddress: '1234:5' }), 'peppol-bis', ['customer_address_missing']],
    ['a seller with a mail address, found by the VAT id', document({ electronicAddress: 'EM:billing@example.test' }), 'peppol-bis', []],
    ['a person with an address there', document({}, { taxId: null, electronicAddress: '0088:4012345000009' }), 'peppol-bis', []],
    ['a person by mail', document({}, { taxId: null }), 'xrechnung-ubl', []],
    ['reverse charge without VAT id', document({}, { taxId: null }, { lines: [lineOf('AE')] }), 'facturx', ['customer_vat_id_missing']],
    ['a zero of which nobody knows why', document({}, {}, { lines: [lineOf(null)] }), 'facturx', ['tax_category_unknown']],
    ['outside the scope beside others', document({}, {}, { lines: [lineOf('O'), lineOf('S')] }), 'facturx', ['tax_categories_mixed']],
    ['three decimals', document({}, {}, { currency: 'KWD' }), 'facturx', ['currency_too_fine']],
  ] // prettier-ignore
  for (const [what, given, format, expected] of rows) {
    test(`${what}: ${format}`, ({ assert }) => assert.deepEqual(obstaclesTo(given, format), expected))
  }
})

test.group('Who is who on a network', () => {
  const party = (country: string | null, taxId: string | null) => ({ ...base.customer, country, taxId })
  const rows: [string | null, string | null, string | null, string | null][] = [
    ['DE', 'de 811 907 980', 'DE811907980', '9930'],
    ['GR', '123456789', 'EL123456789', '9933'],
    ['CH', 'CHE-123.456.788 MWST', 'CHE123456788MWST', '9927'],
    ['NO', '923609016MVA', 'NO923609016MVA', null],
    ['US', '12-3456789', null, null],
    ['DE', null, null, null],
    [null, 'DE811907980', null, null],
    ['DE', '---', null, null],
    ['DE', '12/345/67890', null, null],
    ['DE', '136 695 976', 'DE136695976', '9930'],
    ['BE', '0428.759.497', 'BE0428759497', '9925'],
    ['GR', 'GR094259216', 'EL094259216', '9933'],
    ['MC', 'FR 40 303 265 045', 'FR40303265045', '9957'],
    ['IM', 'GB123456789', 'GB123456789', '9932'],
    ['IM', '123456789', 'GB123456789', '9932'],
    ['GB', 'XI123456789', 'XI123456789', '9932'],
    ['LI', 'CHE-123.456.788 MWST', 'CHE123456788MWST', '9927'],
    ['LI', '50119', null, null],
    ['CH', 'DE811907980', 'DE811907980', '9930'],
    ['US', 'DE811907980', 'DE811907980', '9930'],
    ['RS', 'RS101134702', 'RS101134702', '9948'],
    ['RS', '101134702', null, null],
    ['MX', 'SER990101AB1', null, null],
  ]
  for (const [country, taxId, vatId, scheme] of rows) {
    test(`${country} ${taxId}`, ({ assert }) => {
      assert.equal(vatIdOf(party(country, taxId)), vatId)
      assert.equal(networkEndpoint(party(country, taxId))?.scheme ?? null, scheme)
    })
  }
  test('whatever stands there as a tax id, a VAT id has the letters of a country and is none with letters added to it', () => {
    const country = fc.oneof(fc.constantFrom('DE', 'GR', 'MC', 'IM', 'LI', 'CH', 'NO', 'US', 'MX'), fc.stringMatching(/^[A-Z]{2}$/))
    const taxId = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Z0-9/. -]{0,16}$/))
    fc.assert(
      fc.property(country, taxId, (of, text) => {
        const vatId = vatIdOf(party(of, text))
        if (vatId !== null && !/^[A-Z]{2}[A-Z0-9+*]+$/.test(vatId)) return false
        const hasNumber = taxNumberOf(party(of, text)) !== null
        return hasNumber === (vatId === null && /[A-Za-z0-9]/.test(text))
      }),
      { numRuns: 1000 }
    )
  }) // prettier-ignore
  test('an address is scheme and value', ({ assert }) => {
    assert.deepEqual(readElectronicAddress('0204:991-12345-67'), { scheme: '0204', value: '991-12345-67' })
    assert.deepEqual(
      [readElectronicAddress('abc'), readElectronicAddress('0204: x'), readElectronicAddress(null)],
      [null, null, null]
    )
  })
  test('forms and file names', ({ assert }) => {
    assert.equal(fileNameOf('INV/2026 1', 'peppol-bis'), 'INV_2026_1_peppol.xml')
    assert.deepEqual(['pdf', 'facturx', 'doc', null].map(isDocumentFormat), [true, true, false, false])
  })
})

test.group('Sums of an e-invoice', () => {
  test('lines, groups and totals agree whatever was sold', () => {
    const line = fc.record({
      unitAmount: fc.bigInt({ min: -50_000n, max: 5_000_000n }),
      quantity: fc.integer({ min: 1, max: 500 }),
      percent: fc.constantFrom('19', '7', '25.5'),
      off: fc.bigInt({ min: 0n, max: 100n }),
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (wishes) => {
        const lines = wishes.map(({ off, ...wish }) => {
          const whole = wish.unitAmount * BigInt(wish.quantity)
          const discount = whole > 0n ? (whole * off) / 100n : 0n
          return sampleLine({ ...wish, discounts: discount > 0n ? [{ name: 'Off', amount: discount, percent: null }] : [] }) // prettier-ignore
        })
        const invoice = toEInvoice(sampleDocument(sampleContent(lines)), 'xrechnung-ubl')
        for (const each of invoice.lines) {
          const allowances = each.allowances.reduce((sum, { amount }) => sum + cents(amount), 0n)
          const product = BigInt(each.quantity) * cents(each.unitPrice) - allowances
          if (product !== cents(each.netAmount) || each.unitPrice.startsWith('-')) return false
        }
        const sum = (amounts: string[]) => amounts.reduce((all, amount) => all + cents(amount), 0n)
        return (
          sum(invoice.lines.map((each) => each.netAmount)) === cents(invoice.netTotal) &&
          sum(invoice.taxes.map((tax) => tax.taxable)) === cents(invoice.netTotal) &&
          sum(invoice.taxes.map((tax) => tax.amount)) === cents(invoice.taxTotal) &&
          cents(invoice.netTotal) + cents(invoice.taxTotal) === cents(invoice.grossTotal)
        )
      }),
      { numRuns: 200 }
    )
  })
})

function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''))
}
