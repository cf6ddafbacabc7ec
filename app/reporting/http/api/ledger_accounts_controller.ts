import { listBalances } from '#app/ledger/index'
import { balanceToWire, customerSumToWire } from '#app/reporting/http/transformers/ledger'
import { sumCustomerAccounts } from '#app/reporting/queries/sum_customer_accounts'

/** What the books stand at: the tenant's own accounts one by one, those of customers in sums. */
export default class LedgerAccountsController {
  async index() {
    const [own, sums] = [await listBalances(), await sumCustomerAccounts()]
    return { accounts: own.map(balanceToWire), customer_accounts: sums.map(customerSumToWire) }
  }
}
