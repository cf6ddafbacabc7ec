import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import type { SalesDocument } from '#app/billing/domain/documents/sales_document'
import { documentFormats, isDocumentFormat } from '#app/billing/domain/einvoice/formats'
import { renderDocument } from '#app/billing/drivers/pdf/render_document'
import { sendDocument, tellObstacles } from '#app/billing/http/document_answer'

/** Answers a program with a document in the form that the address names; `sendNotFound` where it is not the caller's. */
export async function answerDocument(
  ctx: HttpContext,
  find: () => Promise<SalesDocument | null>,
  sendNotFound: (ctx: HttpContext) => void
): Promise<void> {
  const format: unknown = ctx.params.format ?? 'pdf'
  if (!isDocumentFormat(format)) return sendUnknownFormat(ctx)
  const document = await find()
  if (!document) return sendNotFound(ctx)
  const rendered = await renderDocument(document, format)
  if (rendered.ok) return sendDocument(ctx, rendered.value)
  const { obstacles, type } = rendered.error
  const messages = tellObstacles(ctx, obstacles)
  sendProblem(ctx, {
    status: 422,
    code: type,
    detail: `This document cannot be written as ${format}. ${messages.join(' ')}`,
    errors: obstacles.map((obstacle, index) => ({ field: obstacle, message: messages[index]! })),
  })
}

function sendUnknownFormat(ctx: HttpContext): void {
  sendProblem(ctx, {
    status: 404,
    code: 'document_format_unknown',
    detail: `A document is ${documentFormats.join(', ')}.`,
  })
}
