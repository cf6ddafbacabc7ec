import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { sendStatementPaper } from '#app/billing/http/statement_answer'
import { showStatement } from '#app/billing/http/transformers/statement_transformer'
import { checkStatementDays } from '#app/billing/http/validators/statement_question'
import { findStatement } from '#app/billing/queries/find_statement'

/** The statement of account: of oneself, or (staff) of any customer. */
export default class StatementsController {
  async show(ctx: HttpContext) {
    const asked = await this.read(ctx)
    if (asked) return showStatement(asked.statement, asked.days)
  }

  /** As PDF, in one currency. */
  async document(ctx: HttpContext) {
    const asked = await this.read(ctx)
    if (!asked || (await sendStatementPaper(ctx, asked.statement.customer.id, asked.days))) return
    const detail = 'Nothing was ever booked for this customer in that currency.'
    return sendProblem(ctx, {
      status: 422,
      code: 'currency_not_booked',
      detail,
      errors: [{ field: 'currency', message: detail }],
    })
  }

  private async read(ctx: HttpContext) {
    const customerId = visibleCustomer(ctx.caller!) ?? readId('customer', ctx.params.id)
    const days = await checkStatementDays(ctx)
    if (!days) {
      const detail = 'There is no such day, or the first day lies after the last one.'
      return void sendProblem(ctx, {
        status: 422,
        code: 'days_impossible',
        detail,
        errors: [{ field: 'from', message: detail }],
      })
    }
    const statement = customerId ? await findStatement({ customerId, ...days }) : null
    if (statement) return { statement, days }
    return void sendProblem(ctx, {
      status: 404,
      code: 'customer_not_found',
      detail: 'There is no such customer.',
    })
  }
}
