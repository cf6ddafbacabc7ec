import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, ownCustomer } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { sendStatementFile } from '#app/billing/http/statement_answer'
import { showStatement } from '#app/billing/http/transformers/statement_transformer'
import { readStatementDays } from '#app/billing/http/validators/statement_question'
import { findStatement } from '#app/billing/queries/find_statement'

/** What a customer owed, what changed it, and what they owe: as a page and as a file. */
export default class StatementsController {
  async show(ctx: HttpContext) {
    const days = await readStatementDays(ctx)
    const statement = await findStatement({ customerId: ownCustomer(ctx), ...days })
    if (!statement) return nothingHere(ctx)
    if (await sendStatementFile(ctx, statement, days)) return
    return renderPage(ctx, 'billing/portal/statement', { statement: showStatement(statement, days) })
  }
}
