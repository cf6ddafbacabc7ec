import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { renderPage } from '#app/shared/http/render_page'
import { listBankAccounts, listCurrencies, showBankAccount } from '#app/tenancy/index'
import { findBankSettings } from '#app/banking/queries/find_bank_settings'
import { countMovements } from '#app/banking/queries/list_movements'

/** The accounts to which customers transfer money, and how transfers are booked. */
export default class BankAccountPagesController {
  async index(ctx: HttpContext) {
    return renderPage(ctx, 'banking/admin/accounts', {
      accounts: (await listBankAccounts()).map(showBankAccount),
      currencies: listCurrencies(),
      books_certain: (await findBankSettings()).booksCertain,
      may_write: isAllowed(ctx.caller!, 'staff:settings:write'),
      waiting: (await countMovements()).get('review') ?? 0,
    })
  }
}
