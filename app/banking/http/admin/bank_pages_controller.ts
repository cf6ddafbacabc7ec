import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { renderPage } from '#app/shared/http/render_page'
import { readId, showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { listBankAccounts, showBankAccount } from '#app/tenancy/index'
import { showMovement, showStatement } from '#app/banking/http/transformers/bank_transformers'
import { listMovementsQuery, listStatementsQuery } from '#app/banking/http/validators/bank_validators'
import { countMovements, listMovements } from '#app/banking/queries/list_movements'
import { listStatements } from '#app/banking/queries/list_statements'
import { searchPayers } from '#app/banking/queries/search_payers'

/** What waits on the bank accounts for a decision, all that moved there, and the files that told of it. */
export default class BankPagesController {
  async review(ctx: HttpContext) {
    const { cursor } = await ctx.request.validateUsing(listStatementsQuery)
    const page = await listMovements({ status: 'review', before: cursor ?? null, size: pageSize(undefined) })
    return renderPage(ctx, 'banking/admin/review', {
      movements: page.rows.map((movement) => showMovement(movement, page.names)),
      next_cursor: page.nextCursor,
      ...(await this.common()),
    })
  }

  async movements(ctx: HttpContext) {
    const { status, direction, bank_account_id, statement_id, q, cursor } =
      await ctx.request.validateUsing(listMovementsQuery)
    const page = await listMovements({
      status,
      direction,
      text: q,
      bankAccountId: readId('bankAccount', bank_account_id),
      statementId: readId('bankStatement', statement_id),
      before: cursor ?? null,
      size: pageSize(undefined),
    })
    return renderPage(ctx, 'banking/admin/movements', {
      movements: page.rows.map((movement) => showMovement(movement, page.names)),
      next_cursor: page.nextCursor,
      ...(await this.common()),
    })
  }

  async statements(ctx: HttpContext) {
    const { cursor } = await ctx.request.validateUsing(listStatementsQuery)
    const page = await listStatements({ before: cursor ?? null, size: pageSize(undefined) })
    return renderPage(ctx, 'banking/admin/statements', {
      statements: page.rows.map(showStatement),
      next_cursor: page.nextCursor,
      ...(await this.common()),
    })
  }

  /** Customers for whom a transfer may be booked, while staff type. */
  async search(ctx: HttpContext) {
    const text = String(ctx.request.qs().q ?? '').trim().slice(0, 100) // prettier-ignore
    const payers = text === '' ? [] : await searchPayers(text)
    return {
      data: payers.map(({ customer, invoices }) => ({
        id: showId('customer', customer.id),
        name: customer.company_name ?? customer.name,
        number: customer.number,
        currency: customer.currency,
        invoices: invoices.map((invoice) => ({
          id: showId('invoice', invoice.id),
          reference: invoice.reference,
          due_on: invoice.dueOn,
          amount_due: toWire({ amount: invoice.amountDue, currency: invoice.currency }),
        })),
      })),
    }
  }

  private async common() {
    const counts = await countMovements()
    const accounts = await listBankAccounts()
    return { accounts: accounts.map(showBankAccount), waiting: counts.get('review') ?? 0 }
  }
}
