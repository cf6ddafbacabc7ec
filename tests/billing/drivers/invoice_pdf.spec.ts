import { test } from '@japa/runner'
import { flatTax, renderInvoice } from '#app/billing/index'
import type { Invoice } from '#app/billing/domain/invoice'
import { priceLines } from '#app/billing/domain/price_lines'
import { snapshotOf } from '#app/billing/domain/sealed_invoice'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'
import { newId } from '#app/shared/ids'

interface Wish {
  name?: string
  locale?: string
  lines?: number
  status?: Invoice['status']
}

function sealed({ name = 'Ada Lindgren', locale = 'en', lines = 2, status = 'open' }: Wish) {
  const period = { startsOn: '2026-03-10', endsOn: '2026-04-10' }
  const items = Array.from({ length: lines }, (_, index) => ({
    kind: 'plan' as const,
    description: index === 0 ? `VPS M (${name})` : 'Extra IPv4 address',
    quantity: 1,
    unitAmount: 1401n,
    priceId: null,
    interval: null,
    period,
    subscriptionId: null,
  }))
  const tax = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
  const pricing = { currency: 'EUR', tax, taxRounding: 'line' as const }
  const document = priceLines(items, pricing)
  const address = { street: 'Weg 1', postal_code: '10115', city: 'Berlin', region: null, country: 'DE' }
  const party = { name, company_name: null, ...address, tax_id: 'DE123456789', email: 'ada@example.test' }
  const issuedAt = new Date('2026-03-03T09:00:00Z')
  const draft = { id: newId(), customerId: newId(), kind: 'renewal' as const, orderId: null, dueOn: '2026-03-10', pricing, items, isCollected: true } // prettier-ignore
  const snapshot: InvoiceSnapshot = snapshotOf({
    draft,
    document,
    reference: 'INV-000042',
    seller: { ...party, name: 'EZSCALE GmbH', brand: 'EZSCALE', website: 'https://ezscale.cloud', footer: null, accent_color: 'blue' },
    customer: { ...party, number: 7, locale },
    issuedAt,
    issuedOn: '2026-03-03',
    timeZone: 'Europe/Berlin',
  }) // prettier-ignore
  const closedAt = status === 'open' ? null : new Date('2026-03-10T09:00:00Z')
  const amountDue = status === 'open' ? document.total : 0n
  return { snapshot, invoice: { status, amountDue, closedAt } as Invoice }
}

const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0

test.group('Invoice as PDF', () => {
  const rows: [string, Wish, number][] = [
    ['English, open', {}, 1],
    ['German, paid', { locale: 'de', status: 'paid' }, 1],
    ['void', { status: 'void' }, 1],
    ['written off', { status: 'uncollectible', locale: 'de' }, 1],
    ['a language that we do not have', { locale: 'fr' }, 1],
    ['many lines go over pages', { lines: 90 }, 6],
    ['Greek and Cyrillic', { name: 'Αλέξανδρος Щербаков' }, 1],
    ['Japanese, Arabic, Hindi, emoji', { name: '山田太郎 محمد अनिता 🚀' }, 1],
    ['combining marks and no width', { name: 'Z͑͗a\u200Bl\u202Ego' }, 1],
    ['mark-up stays text', { name: '<b>&amp;{{x}}</b>' }, 1],
    ['a word without end', { name: 'x'.repeat(200) }, 1],
  ]
  for (const [what, wish, pageCount] of rows) {
    test(what, async ({ assert }) => {
      const { snapshot, invoice } = sealed(wish)
      const pdf = await renderInvoice(snapshot, invoice)
      assert.equal(pdf.subarray(0, 4).toString(), '%PDF')
      assert.equal(pages(pdf), pageCount)
    }).timeout(20_000)
  }
})
