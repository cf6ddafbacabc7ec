import { test } from '@japa/runner'
import { readContent } from '#app/billing/domain/documents/document_content'
import type { StoredDocument } from '#app/billing/domain/documents/stored_document'
import { epcCode } from '#app/billing/domain/documents/epc_code'
import { plainText, printable } from '#app/billing/domain/documents/printable_text'
import { amountToPay, type DocumentKind } from '#app/billing/domain/documents/sales_document'
import { documentWriter } from '#app/billing/drivers/pdf/document_writer'
import { linesView } from '#app/billing/drivers/pdf/lines_view'
import { sampleContent, sampleDocument, sampleLine } from '#tests/billing/drivers/sample_documents'

const bank = { iban: 'DE89 3704 0044 0532 0130 00', bic: 'COBADEFFXXX', name: null }
const transfer = {
  bank,
  beneficiary: 'EZSCALE GmbH',
  amount: 1667n,
  currency: 'EUR',
  reference: 'INV-000042',
}

test.group('Code for a bank transfer (EPC069-12)', () => {
  test('reads line by line', ({ assert }) => {
    assert.equal(
      epcCode(transfer),
      'BCD\n002\n1\nSCT\nCOBADEFFXXX\nEZSCALE GmbH\nDE89370400440532013000\nEUR16.67\n\n\nINV-000042'
    )
  })
  const rows: [string, Partial<typeof transfer>, RegExp | null][] = [
    ['one cent', { amount: 1n }, /\nEUR0\.01\n/],
    ['the most', { amount: 99_999_999_999n }, /\nEUR999999999\.99\n/],
    ['nothing', { amount: 0n }, null],
    ['taken back', { amount: -1n }, null],
    ['too much', { amount: 100_000_000_000n }, null],
    ['another currency', { currency: 'USD' }, null],
    ['no bank', { bank: null as never }, null],
    ['a line break in the name', { beneficiary: 'EZ\nSCALE' }, /\nEZ SCALE\n/],
    ['a long name is cut', { beneficiary: 'ä'.repeat(90) }, new RegExp(`\nä{70}\n`)],
    ['a long reference is cut', { reference: 'x'.repeat(200) }, /\nx{140}$/],
  ]
  for (const [what, wish, expected] of rows) {
    test(what, ({ assert }) => {
      const code = epcCode({ ...transfer, ...wish })
      if (expected) assert.match(code!, expected)
      else assert.isNull(code)
    })
  }
})

test.group('Text on a page', () => {
  const rows: [string, string, string][] = [
    ['controls', 'a\u0007b\u0000c', 'abc'],
    ['a turned direction', 'a\u202eb\u2066c', 'abc'],
    ['line breaks', ' a\r\n\tb ', 'a b'],
    ['joiners of Indic scripts stay', 'क्\u200dष', 'क्\u200dष'],
  ]
  for (const [what, text, expected] of rows) {
    test(what, ({ assert }) => assert.equal(plainText(text), expected))
  }
  test('a word without end gets places to break, not within a letter', ({ assert }) => {
    const word = 'e\u0301'.repeat(60)
    const parts = printable(word).split('\u200b')
    assert.equal(parts.join(''), word.normalize('NFC'))
    assert.isTrue(parts.every((part) => part.length <= 28))
  })
})

test.group('What is to be paid with a document', () => {
  const content = sampleContent([sampleLine()])
  const rows: [DocumentKind, Partial<ReturnType<typeof sampleDocument>>, bigint][] = [
    ['invoice', {}, content.total],
    ['invoice', { standing: { status: 'open', amountDue: 5n, credited: 0n, closedOn: null } }, 5n],
    ['invoice', { standing: { status: 'paid', amountDue: 0n, credited: 0n, closedOn: null } }, 0n],
    ['invoice', { standing: { status: 'void', amountDue: 0n, credited: 0n, closedOn: null } }, 0n],
    ['pro_forma', { standing: null }, content.total],
    ['quote', { standing: null }, 0n],
    ['draft', { standing: null }, 0n],
    ['credit_note', { standing: null }, 0n],
  ]
  for (const [kind, wish, expected] of rows) {
    test(`${kind} ${wish.standing?.status ?? ''}`, ({ assert }) =>
      assert.equal(amountToPay(sampleDocument(content, { kind, ...wish })), expected))
  }
})

test.group('Snapshots of every version', () => {
  const party = { name: 'A', company_name: null, street: null, postal_code: null, city: null, region: null, country: 'DE', tax_id: null, email: 'a@b.test' } // prettier-ignore
  const money = (amount: string) => ({ amount, currency: 'EUR' })
  const line = { description: 'VPS', quantity: 2, unit_amount: '100', amount: '200', tax_percent: '19', tax_amount: '38', explanation: { period: { starts_on: '2026-01-01', ends_on: '2026-02-01' }, interval: null } } // prettier-ignore
  const first: StoredDocument = {
    reference: 'INV-1', currency: 'EUR', locale: 'de', time_zone: 'UTC', issued_on: '2026-01-01', due_on: '2026-01-08',
    seller: { ...party, brand: 'A', website: null, footer: null, accent_color: 'blue' }, customer: { ...party, number: 1 },
    lines: [line, { ...line, tax_percent: '0', tax_amount: '0' }],
    taxes: [{ country: 'DE', name: 'USt', percent: '19', taxable: '200', amount: '38' }],
    subtotal: money('400'), tax_total: money('38'), total: money('438'),
  } // prettier-ignore

  test('version 1: no discounts, no bank; a rate is standard, a zero does not say why', ({ assert }) => {
    const content = readContent(first)
    assert.deepEqual(content.lines.map((each) => [each.grossAmount, each.discounts.length, each.taxCategory]), [[200n, 0, 'S'], [200n, 0, null]]) // prettier-ignore
    assert.deepEqual(
      [content.seller.bank, content.customer.buyerReference, content.pricesIncludeTax],
      [null, null, false]
    )
  })
  test('version 2 says it all', ({ assert }) => {
    const discounts = [{ name: 'Loyalty', amount: '20', percent: '5' }]
    const content = readContent({
      ...first,
      lines: [{ ...line, gross_amount: '220', discounts, tax_category: 'AE' }],
      prices_include_tax: true,
    })
    const [read] = content.lines
    assert.deepEqual([read!.grossAmount, read!.discounts[0]!.amount, read!.taxCategory, content.pricesIncludeTax], [220n, 20n, 'AE', true]) // prettier-ignore
  })

  const stored = (kind: string, unit: string, share?: string) => ({
    kind,
    description: 'VPS S',
    quantity: 1,
    unit_amount: unit,
    amount: unit,
    tax_percent: '19',
    tax_amount: '0',
    explanation: share ? { proration: { share } } : {},
  })
  const rows: [string, ReturnType<typeof stored>, boolean, string | null][] = [
    ['what is not used', stored('change', '-450', '1296000/2592000'), true, '50'],
    ['the rest under new terms', stored('change', '850', '1/3'), false, '33.33'],
    ['the whole of a period ahead', stored('change', '850'), false, null],
    ['a part that is all', stored('change', '-450', '1/1'), true, null],
    ['what staff takes off', stored('item', '-450'), false, null],
  ]
  for (const [what, line, isGivenBack, partPercent] of rows) {
    test(`a line of a change: ${what}`, ({ assert }) => {
      const [read] = readContent({ ...first, lines: [line] }).lines
      assert.deepEqual([read!.isGivenBack, read!.partPercent], [isGivenBack, partPercent])
    })
  }

  const english = documentWriter('en')
  const german = documentWriter('de')
  test('lines of a change say what they are, for which days, and which part of the price', ({ assert }) => {
    const line = { ...sampleLine({ unitAmount: -450n }), isGivenBack: true, partPercent: '50' }
    const shown = [english, german].map((write) => linesView(sampleContent([line]), write).lines[0]!.cells[1])
    assert.deepEqual(shown, [
      { title: 'Unused: VPS M', details: ['Mar 10, 2026 – Apr 9, 2026', '50\u00a0% of what was paid'] },
      {
        title: 'Nicht genutzt: VPS M',
        details: ['10. März 2026 – 9. Apr. 2026', '50\u00a0% des bezahlten Betrags'],
      },
    ])
  })
})
