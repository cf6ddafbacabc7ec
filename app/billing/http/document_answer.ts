import type { HttpContext } from '@adonisjs/core/http'
import type { RenderedDocument } from '#app/billing/drivers/pdf/render_document'
import { type EInvoiceObstacle, obstaclesTo } from '#app/billing/domain/einvoice/check_einvoice'
import { documentFormats, type DocumentFormat } from '#app/billing/domain/einvoice/formats'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'

/** A document as a download; a PDF opens in the browser, XML is saved. */
export function sendDocument(ctx: HttpContext, { bytes, contentType, fileName }: RenderedDocument): void {
  const disposition = contentType === 'application/pdf' ? 'inline' : 'attachment'
  ctx.response
    .type(contentType)
    .header('Content-Disposition', `${disposition}; filename="${fileName}"`)
    .header('Cache-Control', 'private, no-store')
    // What shows a PDF has scripts and styles of its own.
    .header('Content-Security-Policy', "frame-ancestors 'none'; base-uri 'none'; object-src 'none'")
    .send(bytes)
}

/** Why a form of the document cannot be made, in the reader's words, each with what to complete. */
export function tellObstacles(ctx: HttpContext, obstacles: EInvoiceObstacle[]): string[] {
  return obstacles.map((obstacle) => ctx.i18n.t(`documents.obstacle.${obstacle}`))
}

/** The forms that a page offers, and what stands in the way of those that cannot be made. */
export function showFormats(ctx: HttpContext, document: SalesDocument) {
  return documentFormats.map((format: DocumentFormat) => ({
    format,
    obstacles: format === 'pdf' ? [] : tellObstacles(ctx, obstaclesTo(document, format)),
  }))
}
