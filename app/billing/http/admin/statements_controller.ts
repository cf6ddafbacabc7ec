import type { HttpContext } from '@adonisjs/core/http'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { sendStatementFile } from '#app/billing/http/statement_answer'
import { showStatement } from '#app/billing/http/transformers/statement_transformer'
import { readStatementDays } from '#app/billing/http/validators/statement_question'
import { findStatement } from '#app/billing/queries/find_statement'

/** The statement of any customer, as the customer sees it: as a page and as a file. */
export default class StatementsController {
  async show(ctx: HttpContext) {
    const days = await readStatementDays(ctx)
    const statement = await findStatement({ customerId: readRecordId(ctx, 'customer'), ...days })
    if (!statement) throw notFound(ctx)
    if (await sendStatementFile(ctx, statement, days)) return
    return renderPage(ctx, 'reporting/admin/statement', { statement: showStatement(statement, days) })
  }
}
