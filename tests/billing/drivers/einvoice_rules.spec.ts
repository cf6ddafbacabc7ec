import { test } from '@japa/runner'
import { obstaclesTo } from '#app/billing/domain/einvoice/check_einvoice'
import { type EInvoiceFormat, eInvoiceFormats } from '#app/billing/domain/einvoice/formats'
import { toEInvoice } from '#app/billing/domain/einvoice/to_einvoice'
import { writeXml } from '#app/billing/drivers/einvoice/write_xml'
import type { DocumentContent, DocumentLine } from '#app/billing/domain/documents/document_content'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import { brokenRules } from '#tests/billing/drivers/official_rules'
import { hasXmllint, schemaFaults } from '#tests/billing/drivers/official_schemas'
import { sampleContent, sampleDocument, sampleLine } from '#tests/billing/drivers/sample_documents'

const { seller, customer } = sampleContent([])
const coupons = [
  { name: 'Loyalty', amount: 70n, percent: '5' },
  { name: 'Coupon WELCOME10', amount: 133n, percent: '10' },
]
const french = { ...customer, companyName: 'Dupont SAS', city: 'Paris', postalCode: '75001', country: 'FR', taxId: 'FR32552100554' } // prettier-ignore
const person = { ...customer, companyName: null, taxId: null, electronicAddress: '0088:4012345000009' }
const swiss = { ...person, country: 'CH', city: 'Zürich', postalCode: '8001' }
const withoutVatId = { ...seller, taxId: '12/345/67890', electronicAddress: '0088:4012345000016' }
const of = (lines: DocumentLine[], wish: Partial<DocumentContent> = {}) =>
  sampleDocument(sampleContent(lines, wish))
const zero = (category: 'AE' | 'O' | 'G' | 'K' | 'E' | 'Z') => [sampleLine({ percent: '0', category }), sampleLine({ percent: '0', category, discounts: coupons })] // prettier-ignore
const noted = (
  document: SalesDocument,
  note: string,
  exemptionCode: string | null = null
): SalesDocument => ({
  ...document,
  content: {
    ...document.content,
    taxes: document.content.taxes.map((tax) => ({ ...tax, note, exemptionCode })),
  },
})
const credited = (document: SalesDocument): SalesDocument => ({ ...document, kind: 'credit_note', standing: null, corrects: { reference: 'INV-000007', issuedOn: '2026-01-02' } }) // prettier-ignore
const inEuroAsWell = (document: SalesDocument): SalesDocument => ({ ...document, content: { ...document.content, nationalTax: { amount: 1743n, currency: 'EUR', rate: '0.9174311927', rateOn: '2026-03-03' } } }) // prettier-ignore
const prorated: DocumentLine = { ...sampleLine(), grossAmount: 467n, amount: 467n }
/** A late fee is no supply, and the document says so in a group of its own. */
const withFee = () => {
  const fee = sampleLine({ description: 'Late fee for invoice INV-000001', unitAmount: 250n, percent: '0', category: 'E' })
  const document = of([sampleLine(), { ...fee, period: null, interval: null }])
  const { content } = document
  const taxes = content.taxes.map((tax) => (tax.category === 'E' ? { ...tax, name: null, note: 'Damages for late payment, not subject to VAT' } : tax))
  return { ...document, content: { ...content, taxes } }
} // prettier-ignore
const givenBack: DocumentLine = { ...sampleLine({ unitAmount: -333n }) }
const inclusive = (): SalesDocument => {
  const line = { ...sampleLine({ unitAmount: 1190n, quantity: 3 }), grossAmount: 3570n, discounts: [{ name: 'Ten off', amount: 357n, percent: '10' }], amount: 2700n } // prettier-ignore
  return of([line], { pricesIncludeTax: true })
}

const cases: [string, SalesDocument][] = [
  ['two rates, discounts', of([sampleLine({ discounts: coupons }), sampleLine({ quantity: 3, unitAmount: 250n, percent: '7' })])],
  ['a seller who is reached by mail', of([sampleLine()], { seller: { ...seller, electronicAddress: 'EM:billing@ezscale.test' } })],
  ['a person', of([sampleLine()], { customer: person })],
  ['no bank account: an online payment service', of([sampleLine()], { seller: { ...seller, bank: null } })],
  ['reverse charge', of(zero('AE'), { customer: french })],
  ['reverse charge, as noted', noted(of(zero('AE'), { customer: french }), 'Steuerschuldnerschaft des Leistungsempfängers', 'VATEX-EU-AE')],
  ['outside the scope', of(zero('O'), { customer: swiss })],
  ['export', of(zero('G'), { customer: swiss })],
  ['intra-community supply', of(zero('K'), { customer: french })],
  ['small business', noted(of(zero('E')), 'Kein Ausweis von Umsatzsteuer nach § 19 UStG')],
  ['small business with a tax number', noted(of(zero('E'), { seller: withoutVatId }), 'Kein Ausweis von Umsatzsteuer nach § 19 UStG')],
  ['a tax number beside a rate', of([sampleLine()], { seller: withoutVatId })],
  ['Monaco', of(zero('AE'), { customer: { ...french, country: 'MC', city: 'Monaco', postalCode: '98000' } })],
  ['Liechtenstein', of([sampleLine()], { customer: { ...swiss, country: 'LI', city: 'Vaduz', taxId: 'CHE-123.456.788' } })],
  ['Isle of Man', of([sampleLine()], { customer: { ...swiss, country: 'IM', city: 'Douglas', taxId: 'GB 980 7806 84' } })],
  ['zero rated', of(zero('Z'))],
  ['yen', of([sampleLine({ unitAmount: 1234n }), sampleLine({ unitAmount: 99n, quantity: 7 })], { currency: 'JPY' })],
  ['dinars in tens of fils', of([{ ...sampleLine({ unitAmount: 12_300n, percent: '10' }) }], { currency: 'KWD' })],
  ['dollars', of([sampleLine({ percent: '25.5', unitAmount: 3333n })], { currency: 'USD' })],
  ['dollars, with the tax in euro as well', inEuroAsWell(of([sampleLine({ unitAmount: 10_000n })], { currency: 'USD' }))],
  ['a credit note in dollars', credited(inEuroAsWell(of([sampleLine({ unitAmount: 10_000n })], { currency: 'USD' })))],
  ['a part of a period', of([prorated, sampleLine()])],
  ['an untaxed fee beside a taxed line', withFee()],
  ['something given back', of([givenBack, sampleLine()])],
  ['nothing to pay', of([sampleLine({ discounts: [{ name: 'Free', amount: 1401n, percent: '100' }] })])],
  ['prices with tax', inclusive()],
  ['tax rounded by line, many lines', of(Array.from({ length: 40 }, (_, index) => sampleLine({ unitAmount: BigInt(13 + index) })))],
  ['a line without a period', of([{ ...sampleLine(), period: null }])],
  ['credit note', credited(of([sampleLine({ discounts: coupons }), sampleLine({ percent: '7' })]))],
  ['credit note with reverse charge', credited(of(zero('AE'), { customer: french }))],
  ['names that XML must quote', of([sampleLine({ description: '<VPS> & "M" \u0007\u202e' })], { customer: { ...customer, companyName: 'Müller & Söhne <GmbH>' } })],
  ['a buyer reference', of([sampleLine()], { customer: { ...customer, buyerReference: '04011000-12345-34' } })],
] // prettier-ignore

/** Both syntaxes of each; every form of some. */
function formatsOf(what: string): readonly EInvoiceFormat[] {
  const isShownInAll = [
    'two rates, discounts',
    'credit note',
    'dollars, with the tax in euro as well',
  ].includes(what)
  return isShownInAll ? eInvoiceFormats : ['xrechnung-cii', 'peppol-bis']
}

test.group('E-invoices and the official rules', () => {
  for (const [what, document] of cases) {
    for (const format of formatsOf(what)) {
      test(`${what}: ${format}`, async ({ assert }) => {
        assert.deepEqual(obstaclesTo(document, format), [])
        const xml = await writeXml(toEInvoice(document, format), format)
        assert.deepEqual(brokenRules(xml, format), [])
      })
    }
  }

  for (const format of eInvoiceFormats) {
    test(`the tax in the currency in which it is owed, once and without groups: ${format}`, async ({ assert }) => {
      const document = inEuroAsWell(of([sampleLine({ unitAmount: 10_000n })], { currency: 'USD' }))
      const xml = await writeXml(toEInvoice(document, format), format)
      assert.match(xml, /<(cbc|ram):TaxCurrencyCode>EUR</)
      assert.lengthOf([...xml.matchAll(/currencyID="EUR">17\.43</g)], 1)
    })
  } // prettier-ignore

  for (const format of eInvoiceFormats) {
    test(`a tax number is no VAT id: ${format}`, async ({ assert }) => {
      const document = of([sampleLine()], { seller: withoutVatId, customer: { ...swiss, taxId: 'CH-020.3.123.456-7' } })
      const xml = await writeXml(toEInvoice(document, format), format)
      const isCii = format === 'facturx' || format === 'xrechnung-cii'
      const scheme = isCii ? /<ram:ID schemeID="FC">12\/345\/67890</ : /<cbc:CompanyID>12\/345\/67890<\/cbc:CompanyID>\s*<cac:TaxScheme>\s*<cbc:ID>FC</
      assert.match(xml, scheme)
      assert.notMatch(xml, /DE1234567890|schemeID="VA"|<cbc:CompanyID>[^<]*<\/cbc:CompanyID>\s*<cac:TaxScheme>\s*<cbc:ID>VAT/)
    })
  } // prettier-ignore

  test('each in each form is valid by the schemas of UN/CEFACT and OASIS, which notice an order that is wrong', async (context) => {
    const { assert } = context
    const reason = 'apt-get install libxml2-utils: xmllint not found'
    if (process.env.CI && !hasXmllint) throw new Error(reason)
    context.test.skip(!hasXmllint, reason)
    if (!hasXmllint) return
    const wanted = cases.flatMap(([name, document]) => formatsOf(name).map((format) => ({ name, document, format })))
    const documents = await Promise.all(wanted.map(async ({ name, document, format }) => ({ name, format, xml: await writeXml(toEInvoice(document, format), format) })))
    const swapped = documents.slice(0, eInvoiceFormats.length).map(({ format, xml }) => ({ name: 'swapped', format, xml: moveFirstIdToTheEnd(xml) }))
    const faults = schemaFaults([...documents, ...swapped])
    assert.deepEqual(faults.filter((fault) => !fault.startsWith('swapped')), [])
    assert.lengthOf(faults, swapped.length)
  }) // prettier-ignore

  const spoiled: [string, EInvoiceFormat, RegExp, string, string][] = [
    ['a wrong total', 'peppol-bis', /<cbc:TaxInclusiveAmount([^>]*)>[^<]*/, '<cbc:TaxInclusiveAmount$1>1.00', 'BR-CO-15'],
    ['a wrong total in CII', 'facturx', /<ram:GrandTotalAmount>[^<]*/, '<ram:GrandTotalAmount>1.00', 'BR-CO-15'],
    ['no buyer reference', 'xrechnung-ubl', /<cbc:BuyerReference>[^<]*<\/cbc:BuyerReference>/, '', 'BR-DE-15'],
    ['no telephone', 'xrechnung-cii', /<ram:TelephoneUniversalCommunication>[\s\S]*?<\/ram:TelephoneUniversalCommunication>/, '', 'BR-DE-6'],
    ['a line that does not add up', 'peppol-bis', /<cbc:PriceAmount([^>]*)>[^<]*/, '<cbc:PriceAmount$1>7.77', 'PEPPOL-EN16931-R120'],
  ] // prettier-ignore
  for (const [what, format, pattern, replacement, rule] of spoiled) {
    test(`the rules notice ${what}: ${rule}`, async ({ assert }) => {
      const xml = await writeXml(toEInvoice(of([sampleLine()]), format), format)
      const broken = brokenRules(xml.replace(pattern, replacement), format)
      assert.include(broken.map((each) => each.split(':')[0]), rule) // prettier-ignore
    })
  }
})

/** The same elements in another order: no business rule minds, every schema does. */
function moveFirstIdToTheEnd(xml: string): string {
  const [id] = /<(\w+):ID>[^<]*<\/\1:ID>/.exec(xml) ?? ['']
  return xml.replace(id, '').replace(/<\/(\w+:)?(Invoice|CreditNote|CrossIndustryInvoice)>\s*$/, `${id}$&`)
}
