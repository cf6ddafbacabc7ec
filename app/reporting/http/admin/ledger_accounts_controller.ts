import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { listBalances } from '#app/ledger/index'
import { balanceToWire, customerSumToWire } from '#app/reporting/http/transformers/ledger'
import { sumCustomerAccounts } from '#app/reporting/queries/sum_customer_accounts'

/** What the books stand at: the tenant's own accounts one by one, those of customers in sums. */
export default class LedgerAccountsController {
  async index(ctx: HttpContext) {
    const own = await listBalances()
    return renderPage(ctx, 'reporting/admin/ledger', {
      accounts: own.map(balanceToWire),
      customer_accounts: (await sumCustomerAccounts()).map(customerSumToWire),
    })
  }
}
