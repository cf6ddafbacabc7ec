import { test } from '@japa/runner'
import { decideCredit } from '#app/billing/domain/credit'
import { creditableLines, creditNoteSnapshot } from '#app/billing/domain/credit_note'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'

/** A plan under reverse charge beside a late fee that no tax is asked for: nothing is owed of either, for reasons of their own. */
const invoice = {
  id: 'an invoice',
  reference: 'INV-000001',
  currency: 'EUR',
  issued_on: '2026-03-01',
  tax_total: { amount: '0', currency: 'EUR' },
  lines: [
    { description: 'VPS M', amount: '1401', tax_category: 'AE' },
    { description: 'Late fee', amount: '250', tax_category: 'E' },
  ].map((line) => ({
    ...line,
    tax_amount: '0',
    explanation: { tax: { percent: '0', name: null } },
  })),
  taxes: [
    { country: 'NL', name: null, percent: '0', taxable: '1401', amount: '0', jurisdiction: 'NL', category: 'AE', note: 'Reverse charge' },
    { country: 'NL', name: null, percent: '0', taxable: '250', amount: '0', jurisdiction: 'NL', category: 'E', note: null },
  ],
} as unknown as InvoiceSnapshot // prettier-ignore

test.group('The taxes of a credit note', () => {
  const rows = [
    { what: 'the fee alone', positions: [1], expected: [['E', '250', null]] },
    { what: 'the plan alone', positions: [0], expected: [['AE', '1401', 'Reverse charge']] },
    { what: 'both', positions: [0, 1], expected: [['AE', '1401', 'Reverse charge'], ['E', '250', null]] },
  ] // prettier-ignore
  test('{what}: each reason for which nothing is owed stands with its own lines')
    .with(rows)
    .run(({ assert }, { positions, expected }) => {
      const wish = { of: 'lines' as const, lines: positions.map((position) => ({ position, amount: null })) }
      const credit = decideCredit(creditableLines(invoice, new Map()), wish)
      if (!credit.ok) throw new Error(credit.error.type)
      const sealed = creditNoteSnapshot({
        id: 'a note',
        reference: 'CN-000001',
        reason: 'Asked',
        invoice,
        credit: credit.value,
        takenBackTax: 0n,
        issuedAt: new Date('2026-03-05T10:00:00Z'),
        issuedOn: '2026-03-05',
        timeZone: 'Europe/Berlin',
      })
      assert.deepEqual(sealed.taxes.map(({ category, taxable, note }) => [category, taxable, note]), expected) // prettier-ignore
    })
})
