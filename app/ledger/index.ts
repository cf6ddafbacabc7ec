/** The door of the ledger: what other domains may use. */
export { chart, type LedgerAccount, type LedgerAccountKind } from '#app/ledger/domain/chart'
export { credit, debit, type NewEntry, type NewPosting, reverse } from '#app/ledger/domain/journal_entry'
export { PostEntries } from '#app/ledger/actions/post_entries'
export { type AccountBalance, listBalances } from '#app/ledger/queries/list_balances'
export { lockCustomerBalance, readCustomerBalance } from '#app/ledger/queries/read_customer_balance'
export {
  type LedgerEntry,
  type LedgerLine,
  listCustomerLedger,
} from '#app/ledger/queries/list_customer_ledger'
export { checkLedger, type LedgerReport } from '#app/ledger/queries/check_ledger'
export {
  findRateFeedState,
  listExchangeRates,
  type RateFeedState,
} from '#app/ledger/queries/list_exchange_rates'
export { findPairRates, findRate, findRates, type FoundRate } from '#app/ledger/queries/find_rate'
export { convertMoney } from '#app/ledger/queries/convert_money'
export { type Days, type LineTotal, listTotals } from '#app/ledger/queries/list_totals'
export { convert, rateToText } from '#app/ledger/domain/exchange_rates'
