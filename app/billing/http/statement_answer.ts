import type { HttpContext } from '@adonisjs/core/http'
import { sendTable } from '#app/shared/http/table_file'
import { renderStatement } from '#app/billing/drivers/pdf/render_document'
import { sendDocument } from '#app/billing/http/document_answer'
import { statementColumns, statementLines } from '#app/billing/http/transformers/statement_transformer'
import type { StatementDays } from '#app/billing/http/validators/statement_question'
import { type CustomerStatement } from '#app/billing/queries/find_statement'
import { findStatementDocument } from '#app/billing/queries/find_statement_document'

const tables = ['csv', 'xlsx']

/** A statement as the file that `format` names: `csv`, `xlsx` or `pdf`. @returns whether it was a file that was asked for */
export async function sendStatementFile(
  ctx: HttpContext,
  statement: CustomerStatement,
  days: StatementDays
): Promise<boolean> {
  const format: unknown = ctx.request.input('format')
  if (typeof format === 'string' && tables.includes(format)) {
    const name = `statement-${statement.customer.number}-${days.from}-${days.to}`
    await sendTable(ctx, name, { columns: statementColumns, rows: statementLines(statement, days) })
    return true
  }
  return format === 'pdf' && sendStatementPaper(ctx, statement.customer.id, days)
}

/** As PDF in the currency asked for, or the customer's. @returns false where nothing was booked in that currency */
export async function sendStatementPaper(
  ctx: HttpContext,
  customerId: string,
  days: StatementDays
): Promise<boolean> {
  const wanted: unknown = ctx.request.input('currency')
  const currency = typeof wanted === 'string' ? { currency: wanted } : {}
  const document = await findStatementDocument({ customerId, ...days, ...currency })
  if (!document) return false
  sendDocument(ctx, await renderStatement(document))
  return true
}
