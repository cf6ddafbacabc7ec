import type {
  DocumentContent,
  DocumentLine,
  DocumentTax,
  VatCategory,
} from '#app/billing/domain/documents/document_content'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import { Fraction } from '#app/shared/money/fraction'

const period = { startsOn: '2026-03-10', endsOn: '2026-04-10' }
const interval = { unit: 'month', count: 1 }

interface LineWish {
  description?: string
  quantity?: number
  unitAmount?: bigint
  discounts?: { name: string; amount: bigint; percent: string | null }[]
  percent?: string
  category?: VatCategory
}

export function sampleLine(wish: LineWish = {}): DocumentLine {
  const {
    description = 'VPS M',
    quantity = 1,
    unitAmount = 1401n,
    discounts = [],
    percent = '19',
    category = 'S',
  } = wish
  const grossAmount = unitAmount * BigInt(quantity)
  const amount = grossAmount - discounts.reduce((sum, each) => sum + each.amount, 0n)
  return {
    description, quantity, unitAmount, grossAmount, discounts, amount, taxPercent: percent, taxAmount: 0n,
    taxCategory: category, period, interval, isGivenBack: false, partPercent: null,
  } // prettier-ignore
}

/** Adds a document up as the engine does with tax by line. */
export function sampleContent(lines: DocumentLine[], wish: Partial<DocumentContent> = {}): DocumentContent {
  for (const line of lines) {
    const rate = Fraction.fromPercent(line.taxPercent)
    line.taxAmount = new Fraction(line.amount).times(rate).roundHalfAwayFromZero()
  }
  const taxes = taxesOf(lines)
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0n)
  const taxTotal = taxes.reduce((sum, tax) => sum + tax.amount, 0n)
  return {
    reference: 'INV-000042', currency: 'EUR', locale: 'en', timeZone: 'Europe/Berlin', issuedOn: '2026-03-03', dueOn: '2026-03-17',
    seller: {
      name: 'EZSCALE GmbH', companyName: null, street: 'Lindenstraße 12', postalCode: '10969', city: 'Berlin', region: null,
      country: 'DE', taxId: 'DE136695976', email: 'billing@ezscale.test', phone: '+49 30 1234567', electronicAddress: null,
      brand: 'EZSCALE', website: 'https://ezscale.cloud', footer: 'Amtsgericht Berlin, HRB 12345', accentColor: 'blue',
      bank: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', name: 'Commerzbank' },
    },
    customer: {
      name: 'Ada Lindgren', companyName: 'Lindgren Analytics AG', street: 'Hauptstraße 5', postalCode: '80331', city: 'München',
      region: null, country: 'DE', taxId: 'DE811907980', email: 'ada@example.test', phone: null, electronicAddress: null,
      number: 1007, buyerReference: null,
    },
    lines, taxes, subtotal, taxTotal, total: subtotal + taxTotal, pricesIncludeTax: false, nationalTax: null, ...wish,
  } // prettier-ignore
}

function taxesOf(lines: DocumentLine[]): DocumentTax[] {
  const groups = new Map<string, DocumentTax>()
  for (const { taxCategory: category, taxPercent: percent, amount, taxAmount } of lines) {
    const key = `${category} ${percent}`
    const group = groups.get(key) ?? { country: 'DE', name: 'USt', percent, taxable: 0n, amount: 0n, category, exemptionCode: null, note: null } // prettier-ignore
    group.taxable += amount
    group.amount += taxAmount
    groups.set(key, group)
  }
  return [...groups.values()]
}

export function sampleDocument(content: DocumentContent, wish: Partial<SalesDocument> = {}): SalesDocument {
  return {
    kind: 'invoice',
    content,
    standing: { status: 'open', amountDue: content.total, credited: 0n, closedOn: null },
    corrects: null,
    validUntil: null,
    remark: null,
    url: 'https://account.ezscale.cloud/invoices/inv_01jnzq5x8ffh2b3m1d9v7k6c4e',
    ...wish,
  }
}
