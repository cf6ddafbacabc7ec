import type { HttpContext } from '@adonisjs/core/http'
import { pageSizeMax } from '#app/shared/http/keyset'
import { toDecimal } from '#app/shared/money/money'
import { sendCsv, toCsv } from '#app/shared/http/csv'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { customerToWire } from '#app/reporting/http/transformers/records'
import { listCustomers } from '#app/reporting/queries/list_customers'

const pagesMax = 200
const columns = [
  'id', 'number', 'name', 'company_name', 'email', 'country', 'status', 'currency', 'service_count', 'amount_due', 'created_at',
] // prettier-ignore

/** The customers that the list shows, as a file. */
export default class CustomerExportsController {
  async index(ctx: HttpContext) {
    const rows: Record<string, unknown>[] = []
    const question = {
      ...readListQuestion(ctx, 'customer'),
      cursor: null as string | null,
      size: pageSizeMax,
    }
    for (let page = 0; page < pagesMax; page += 1) {
      const found = await listCustomers(question)
      rows.push(
        ...found.rows.map((row) => ({
          ...customerToWire(row),
          amount_due: toDecimal({ amount: row.amount_due, currency: row.currency }),
        }))
      )
      if (!found.nextCursor) break
      question.cursor = found.nextCursor
    }
    sendCsv(ctx, 'customers', toCsv(columns, rows))
  }
}
