import type { HttpContext } from '@adonisjs/core/http'
import { notFound } from '#app/shared/http/record_id'
import { renderDocument } from '#app/billing/drivers/pdf/render_document'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import { isDocumentFormat } from '#app/billing/domain/einvoice/formats'
import { sendDocument, tellObstacles } from '#app/billing/http/document_answer'

/** A download from a page: the document, or back to the page with the reason why it cannot be made. */
export async function answerWithDocument(ctx: HttpContext, document: SalesDocument | null): Promise<void> {
  const format: unknown = ctx.params.format ?? 'pdf'
  if (!document || !isDocumentFormat(format)) throw notFound(ctx)
  const rendered = await renderDocument(document, format)
  if (rendered.ok) return sendDocument(ctx, rendered.value)
  const text = tellObstacles(ctx, rendered.error.obstacles).join(' ')
  ctx.session.flash('notice', { tone: 'error', text })
  ctx.response.redirect().back()
}
