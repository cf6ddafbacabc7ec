import { err, ok, type Result } from '#app/shared/result'
import { type EInvoiceObstacle, obstaclesTo } from '#app/billing/domain/einvoice/check_einvoice'
import { contentTypeOf, type DocumentFormat, fileNameOf } from '#app/billing/domain/einvoice/formats'
import { toEInvoice } from '#app/billing/domain/einvoice/to_einvoice'
import { chooseFonts, familyOf, mainFonts } from '#app/billing/drivers/pdf/fonts'
import { documentView, type DocumentView } from '#app/billing/drivers/pdf/document_view'
import { statementView } from '#app/billing/drivers/pdf/statement_view'
import type { StatementDocument } from '#app/billing/domain/documents/statement_document'
import { documentWriter } from '#app/billing/drivers/pdf/document_writer'
import type { DocumentToMake } from '#app/billing/drivers/pdf/document_thread'
import { makeInThread } from '#app/billing/drivers/pdf/document_workshop'
import type { PageToSet } from '#app/billing/drivers/pdf/typesetter'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'

export type RenderedDocument = { bytes: Buffer; contentType: string; fileName: string }

/**
 * A document in one of its forms, or what stands in the way of it. Slow, though not for the thread that answers requests: never
 * inside a transaction. An e-invoice shows the document as it was sealed; only the plain PDF says how it stands today.
 */
export async function renderDocument(
  document: SalesDocument,
  format: DocumentFormat = 'pdf'
): Promise<Result<RenderedDocument, DocumentNotPossible>> {
  if (format === 'pdf') return ok(await named(document, format, { page: pageOf(document), eInvoice: null }))
  const obstacles = obstaclesTo(document, format)
  if (obstacles.length > 0) return err({ type: 'document_not_possible', obstacles })
  const eInvoice = { invoice: toEInvoice(document, format), format }
  const page = format === 'facturx' ? pageOf({ ...document, standing: null }) : null
  return ok(await named(document, format, { page, eInvoice }))
}

export interface DocumentNotPossible {
  type: 'document_not_possible'
  obstacles: EInvoiceObstacle[]
}

async function named(
  document: SalesDocument,
  format: DocumentFormat,
  wanted: DocumentToMake
): Promise<RenderedDocument> {
  return {
    bytes: await makeInThread(wanted),
    contentType: contentTypeOf(format),
    fileName: fileNameOf(document.content.reference, format),
  }
}

/** What the typesetter needs: finished texts, and the fonts that have all their letters. */
export function pageOf(document: SalesDocument): PageToSet {
  const { locale, customer } = document.content
  return toPage(documentView(document, documentWriter(locale)), customer.country)
}

/** A statement of account as PDF. */
export async function renderStatement(document: StatementDocument): Promise<RenderedDocument> {
  const { locale, customer, from, to, statement } = document
  const page = toPage(statementView(document, documentWriter(locale)), customer.country)
  return {
    bytes: await makeInThread({ page, eInvoice: null }),
    contentType: contentTypeOf('pdf'),
    fileName: `statement-${customer.number}-${from}-${to}-${statement.currency}.pdf`,
  }
}

function toPage(view: DocumentView, country: string | null): PageToSet {
  const text = JSON.stringify(view)
  const { files, missing } = chooseFonts(text, country)
  const readable =
    missing.size === 0 ? text : [...text].map((each) => (missing.has(each) ? '\ufffd' : each)).join('')
  const fonts = ['Inter', ...files.map(familyOf)]
  return {
    view: JSON.stringify({ ...(JSON.parse(readable) as object), fonts }),
    fonts: files.filter((file) => !mainFonts.includes(file)),
  }
}
