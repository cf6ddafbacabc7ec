import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { sendCsv, toCsv } from '#app/shared/http/csv'
import { pageSizeMax } from '#app/shared/http/keyset'
import { renderPage } from '#app/shared/http/render_page'
import { toDecimal } from '#app/shared/money/money'
import { showCase, showCaseTotal } from '#app/billing/http/transformers/collection_transformers'
import { listCasesQuery } from '#app/billing/http/validators/collection_validators'
import { listCollectionCases, sumCollectionCases } from '#app/billing/queries/list_collection_cases'
import type { CollectionCase } from '#app/billing/records/collection_cases'

const pagesMax = 200
const columns = [
  'invoice', 'customer', 'state', 'handed_over_on', 'agency', 'agency_reference', 'currency', 'amount', 'amount_due', 'note',
  'taken_back_at', 'taken_back_reason',
] // prettier-ignore

/** Invoices with a collection agency, as a list and as a file. */
export default class CollectionsController {
  async index(ctx: HttpContext) {
    const { state, cursor } = await ctx.request.validateUsing(listCasesQuery)
    const page = await listCollectionCases({ state, before: cursor ?? null, size: pageSize(undefined) })
    return renderPage(ctx, 'billing/admin/collections', {
      cases: page.rows.map(showCase),
      next_cursor: page.nextCursor,
      totals: (await sumCollectionCases(null)).map(showCaseTotal),
    })
  }

  async show(ctx: HttpContext) {
    const { state } = await ctx.request.validateUsing(listCasesQuery)
    const rows: Record<string, unknown>[] = []
    let before: string | null = null
    for (let page = 0; page < pagesMax; page += 1) {
      const found: Awaited<ReturnType<typeof listCollectionCases>> = await listCollectionCases({ state, before, size: pageSizeMax })
      rows.push(...found.rows.map(toRow))
      before = found.nextCursor
      if (!before) break
    }
    sendCsv(ctx, 'collections', toCsv(columns, rows))
  } // prettier-ignore
}

function toRow(found: CollectionCase): Record<string, unknown> {
  const { currency } = found
  const { invoice, customer, ...shown } = showCase(found)
  return {
    ...shown,
    invoice: invoice.reference,
    customer: customer.name,
    currency,
    amount: toDecimal({ amount: found.amount, currency }),
    amount_due: toDecimal({ amount: found.amountDue, currency }),
  }
}
