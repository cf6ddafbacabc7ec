import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { dateIn } from '#app/shared/time/calendar'
import type { Invoice } from '#app/billing/domain/invoice'
import type { InvoiceSnapshot } from '#app/billing/domain/snapshot'
import { invoiceDocument } from '#app/billing/drivers/pdf/invoice_document'
import { invoiceWriter } from '#app/billing/drivers/pdf/invoice_writer'

/** An invoice as PDF, from its sealed snapshot and how it stands today. Slow: never inside a transaction. */
export async function renderInvoice(snapshot: InvoiceSnapshot, invoice: Invoice): Promise<Buffer> {
  const pdf = await loadLibrary()
  const write = invoiceWriter(snapshot.locale)
  const closedOn = invoice.closedAt && write.date(dateIn(snapshot.time_zone, invoice.closedAt))
  const standing = { status: invoice.status, amountDue: invoice.amountDue, closedOn }
  return pdf.createPdf(invoiceDocument(snapshot, standing, write)).getBuffer()
}

/** Loaded with the first document: the library and its fonts are large, and a worker never needs them. */
async function loadLibrary() {
  const { default: pdf } = await import('pdfmake')
  const fonts = join(
    dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
    'fonts',
    'Roboto'
  )
  const face = (name: string) => join(fonts, `Roboto-${name}.ttf`)
  pdf.setFonts({
    Roboto: {
      normal: face('Regular'),
      bold: face('Medium'),
      italics: face('Italic'),
      bolditalics: face('MediumItalic'),
    },
  })
  // What stands on an invoice comes from customers: the library reads the fonts and nothing else, neither files nor addresses.
  pdf.setUrlAccessPolicy(() => false)
  pdf.setLocalAccessPolicy((path) => path.startsWith(fonts))
  return pdf
}
