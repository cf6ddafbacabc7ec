import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { chooseFonts } from '#app/billing/drivers/pdf/fonts'
import { renderDocument, renderStatement } from '#app/billing/drivers/pdf/render_document'
import { toStatement } from '#app/billing/domain/statement'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import type { DocumentFormat } from '#app/billing/domain/einvoice/formats'
import { sampleContent, sampleDocument, sampleLine } from '#tests/billing/drivers/sample_documents'

const tools = ['qpdf', 'pdfinfo', 'pdfdetach', 'pdftotext', 'pdffonts']
const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0)
const reason = `apt-get install qpdf poppler-utils: ${missing.join(', ')} not found`

const discounts = [{ name: 'Loyalty', amount: 70n, percent: '5' }]
const lines = () => [
  sampleLine({ discounts }),
  sampleLine({ description: 'Extra IPv4', quantity: 3, unitAmount: 250n }),
]
const plain = (wish: Partial<SalesDocument> = {}) => sampleDocument(sampleContent(lines()), wish)

async function render(document: SalesDocument, format: DocumentFormat = 'pdf'): Promise<Buffer> {
  const rendered = await renderDocument(document, format)
  if (!rendered.ok) throw new Error(rendered.error.obstacles.join())
  return rendered.value.bytes
}

/** Asks a tool about a PDF; a tool that finds fault ends with an error. */
function ask(pdf: Buffer, tool: string, args: (file: string) => string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'document-'))
  try {
    writeFileSync(join(folder, 'document.pdf'), pdf)
    return execFileSync(tool, args(join(folder, 'document.pdf')), {
      encoding: 'utf8',
      stdio: 'pipe',
      cwd: folder,
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const textOf = (pdf: Buffer) => ask(pdf, 'pdftotext', (file) => ['-layout', file, '-'])

function needTools(context: { skip: (isSkipped: boolean, reason: string) => unknown }): void {
  if (process.env.CI && missing.length > 0) throw new Error(reason)
  context.skip(missing.length > 0, reason)
}

test.group('Documents as PDF', () => {
  const named = (name: string) => ({ ...sampleContent(lines()), customer: { ...sampleContent([]).customer, name, companyName: null } }) // prettier-ignore
  const many = () => sampleContent(Array.from({ length: 90 }, (_, index) => sampleLine({ description: `Server ${index + 1}` }))) // prettier-ignore
  const inDollars = () => sampleContent([sampleLine()], { currency: 'USD', nationalTax: { amount: 293n, currency: 'EUR', rate: '0.9174311927', rateOn: '2026-03-02' } }) // prettier-ignore
  const rows: [string, SalesDocument, number, RegExp][] = [
    ['open', plain(), 1, /Due by[\s\S]*DE89/],
    ['paid, German', sampleDocument(sampleContent(lines(), { locale: 'de' }), { standing: { status: 'paid', amountDue: 0n, credited: 0n, closedOn: '2026-03-10' } }), 1, /Bezahlt am 10\. März 2026/],
    ['paid in part', plain({ standing: { status: 'open', amountDue: 1000n, credited: 0n, closedOn: null } }), 1, /Amount due +€10\.00/],
    ['credited in part', plain({ standing: { status: 'open', amountDue: 1000n, credited: 984n, closedOn: null } }), 1, /Credit notes +-€9\.84\s+Paid/],
    ['void', plain({ standing: { status: 'void', amountDue: 0n, credited: 0n, closedOn: '2026-03-10' } }), 1, /nothing is due/],
    ['written off', plain({ standing: { status: 'uncollectible', amountDue: 0n, credited: 0n, closedOn: '2026-03-10' } }), 1, /Written off/],
    ['a language that we do not have', sampleDocument(sampleContent(lines(), { locale: 'fr' })), 1, /Invoice INV-000042/],
    ['credit note', plain({ kind: 'credit_note', standing: null, corrects: { reference: 'INV-000007', issuedOn: '2026-01-02' } }), 1, /take back items of invoice INV-000007/],
    ['pro forma', plain({ kind: 'pro_forma', standing: null }), 1, /not an invoice for tax purposes/],
    ['draft', plain({ kind: 'draft', standing: null }), 1, /Draft invoice/],
    ['quote', plain({ kind: 'quote', standing: null, validUntil: '2026-04-01' }), 1, /Valid until +Apr 1, 2026/],
    ['prices with tax', sampleDocument(sampleContent(lines(), { pricesIncludeTax: true })), 1, /Tax included/],
    ['dollars, with the tax in euro as well', sampleDocument(inDollars()), 1, /VAT in EUR: €2\.93 at 1 USD = 0\.917431 EUR of Mar 2,\s[\s\S]*2026/],
    ['the same in German', sampleDocument({ ...inDollars(), locale: 'de' }), 1, /Umsatzsteuer in EUR: 2,93 € zu 1 USD = 0,917431 EUR\s+vom/],
    ['reverse charge', sampleDocument(sampleContent([sampleLine({ percent: '0', category: 'AE' })])), 1, /Reverse charge/],
    ['many lines go over pages, each with the head', sampleDocument(many()), 5, /Page 5 of 5/],
    ['Greek and Cyrillic', sampleDocument(named('Αλέξανδρος Щербаков')), 1, /Αλέξανδρος Щербаков/],
    ['Japanese, Thai, Hindi, Korean, emoji', sampleDocument(named('山田太郎 สวัสดี नमस्ते 한국어 🚀')), 1, /山田太郎/],
    ['Arabic and Hebrew', sampleDocument(named('محمد علي שלום')), 1, /./],
    ['a letter that no font has', sampleDocument(named('Zoë 𓀀')), 1, /Zoë �/],
    ['combining marks, no width, turned direction', sampleDocument(named('Z͑͗a\u200Bl\u202Ego')), 1, /./],
    ['mark-up stays text', sampleDocument(named('<b>&amp;{{x}}</b> #strong[x] $x$')), 1, /<b>&amp;\{\{x\}\}<\/b> #strong\[x\] \$x\$/],
    ['a word without end', sampleDocument(sampleContent([sampleLine({ description: 'x'.repeat(4000) })])), 2, /./],
    ['no bank, no phone, no VAT id', sampleDocument(sampleContent(lines(), { seller: { ...sampleContent([]).seller, bank: null, phone: null, taxId: null, footer: null, website: null } })), 1, /./],
  ] // prettier-ignore
  for (const [what, document, pages, words] of rows) {
    test(what, async (context) => {
      const { assert } = context
      const pdf = await render(document)
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
      assert.isBelow(pdf.length, 400_000)
      needTools(context.test)
      if (missing.length > 0) return
      assert.match(
        ask(pdf, 'pdfinfo', (file) => [file]),
        new RegExp(`Pages: +${pages}\n`)
      )
      assert.match(textOf(pdf).replaceAll('\u00a0', ' '), words)
    })
  }

  test('the same document is the same bytes', async ({ assert }) => {
    assert.isTrue((await render(plain())).equals(await render(plain())))
  })

  test('the event loop is free while a page is set', async ({ assert }) => {
    await render(plain())
    const before = process.threadCpuUsage()
    await render(sampleDocument(many()))
    const { user, system } = process.threadCpuUsage(before)
    assert.isBelow((user + system) / 1000, 100, 'milliseconds in the thread that answers requests')
  })
})

test.group('Fonts of a document', () => {
  const rows: [string, string | null, string[]][] = [
    ['Grüße, Ærø, €, Ωμέγα, Щ', 'DE', []],
    ['山田', 'JP', ['NotoSansJP-Regular']],
    ['山田', 'CN', ['NotoSansSC-Regular']],
    ['山田', 'TW', ['NotoSansTC-Regular']],
    ['한국', 'KR', ['NotoSansKR-Regular']],
    ['שלום', null, ['NotoSansHebrew-Regular']],
  ]
  for (const [text, country, files] of rows) {
    test(`${text} in ${country}`, ({ assert }) => {
      const choice = chooseFonts(text, country)
      assert.deepEqual([choice.files, choice.missing.size], [files, 0])
    })
  }
})

test.group('Archivable PDF', () => {
  test('Factur-X: PDF/A-3 with its e-invoice, output intent, embedded fonts, tags', async (context) => {
    const { assert } = context
    needTools(context.test)
    if (missing.length > 0) return
    const pdf = await render(plain(), 'facturx')
    assert.include(
      ask(pdf, 'qpdf', (file) => ['--check', file]),
      'No syntax or stream encoding errors'
    )
    const objects = ask(pdf, 'qpdf', (file) => ['--qdf', '--object-streams=disable', file, '-'])
    for (const part of [/\/S \/GTS_PDFA1/, /\/DestOutputProfile/, /\/AFRelationship \/Alternative/, /\/AF \[/, /\/Subtype \/text#2fxml/i, /\/Marked true/]) {
      assert.match(objects, part)
    } // prettier-ignore
    const metadata = ask(pdf, 'pdfinfo', (file) => ['-meta', file]).replaceAll(/\s+/g, '')
    for (const part of ['<pdfaid:part>3<', '<pdfaid:conformance>A<', '<fx:ConformanceLevel>EN16931<', '<fx:DocumentFileName>factur-x.xml<', 'FacturXPDFAExtensionSchema'.replace('FacturX', 'Factur-X')]) {
      assert.include(metadata, part)
    } // prettier-ignore
    assert.match(
      ask(pdf, 'pdfdetach', (file) => ['-list', file]),
      /1: factur-x\.xml/
    )
    const fonts = ask(pdf, 'pdffonts', (file) => [file])
      .split('\n')
      .slice(2)
      .filter(Boolean)
    for (const font of fonts) assert.match(font, / yes yes yes /)
    const xml = detach(pdf)
    assert.include(xml, '<ram:ID>urn:cen.eu:en16931:2017</ram:ID>')
    assert.notInclude(textOf(pdf), 'Paid on')
  })
})

function detach(pdf: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'document-'))
  try {
    writeFileSync(join(folder, 'document.pdf'), pdf)
    execFileSync('pdfdetach', ['-save', '1', '-o', join(folder, 'out.xml'), join(folder, 'document.pdf')])
    return readFileSync(join(folder, 'out.xml'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.group('Statements of account as PDF', () => {
  test('show what was owed, each movement, and what is owed, in the language of the customer', async (context) => {
    const { assert } = context
    const { customer, seller } = sampleContent([])
    const moves = [
      { entryId: '1', on: '2026-03-02', kind: 'invoice_issued', reference: 'INV-7', amount: 2380n },
      { entryId: '2', on: '2026-03-09', kind: 'payment_received', reference: 'Karte', amount: -3000n },
      { entryId: '3', on: '2026-03-10', kind: 'of_tomorrow', reference: null, amount: 20n },
    ]
    const pdf = await renderStatement({
      from: '2026-03-01', to: '2026-03-31', seller, customer, locale: 'de', statement: toStatement('EUR', 500n, moves),
    }) // prettier-ignore
    needTools(context.test)
    if (missing.length > 0) return
    const text = textOf(pdf.bytes)
    assert.equal(pdf.fileName, `statement-${customer.number}-2026-03-01-2026-03-31-EUR.pdf`)
    for (const pattern of [
      /Kontoauszug/,
      /Anfangssaldo/i,
      /Rechnung\s+23,80/,
      /of tomorrow/,
      /Zu Ihren Gunsten[\s\S]*1,00/,
    ])
      assert.match(text, pattern)
    ask(pdf.bytes, 'qpdf', (file) => ['--check', file])
  })
})
