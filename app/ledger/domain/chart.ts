/** What a ledger account is to the books: it decides on which side the account grows. */
export type LedgerAccountKind = 'asset' | 'liability' | 'income' | 'expense'

/** A ledger account as the chart names it. The row behind it is made with its first posting. */
export interface LedgerAccount {
  code: string
  kind: LedgerAccountKind
  /** Whose account it is; null for accounts of the tenant itself. */
  customerId: string | null
}

function own(code: string, kind: LedgerAccountKind): LedgerAccount {
  return { code, kind, customerId: null }
}

/** The chart of ledger accounts: every code that may be posted to is built here and nowhere else. */
export const chart = {
  /** What a customer owes us for invoices; each posting names its invoice. */
  receivable: (customerId: string): LedgerAccount => ({
    code: `receivable:${customerId}`,
    kind: 'asset',
    customerId,
  }),
  /** Money we hold for a customer and owe to them; spendable on invoices. */
  customerBalance: (customerId: string): LedgerAccount => ({
    code: `customer_balance:${customerId}`,
    kind: 'liability',
    customerId,
  }),
  /** Money that a gateway took for us, or that came in by transfer, cash or cheque. */
  cash: (gateway: string) => own(`cash:${gateway}`, 'asset'),
  /** Money on its way between a gateway and our bank. */
  inFlight: (gateway: string) => own(`in_flight:${gateway}`, 'asset'),
  /** Our own account at the bank, where transfers of customers come in and gateways pay out to. */
  bank: () => own('cash:bank_transfer', 'asset'),
  revenue: (productKind: string) => own(`revenue:${productKind}`, 'income'),
  /** Prepaid periods: owed to customers as service until the days have passed. */
  deferredRevenue: () => own('deferred_revenue', 'liability'),
  taxPayable: (jurisdiction: string) => own(`tax_payable:${jurisdiction}`, 'liability'),
  /** What was taken off prices: lessens revenue, where a tenant books prices before discounts. */
  discounts: () => own('discounts', 'income'),
  gatewayFees: () => own('gateway_fees', 'expense'),
  /** What a gateway moved and nobody could explain, by a staff member's decision. */
  settlementDifferences: () => own('settlement_differences', 'expense'),
  badDebt: () => own('bad_debt', 'expense'),
  chargebacks: () => own('chargebacks', 'expense'),
  fxGainLoss: () => own('fx_gain_loss', 'income'),
  /** What staff gives to balances or takes from them, by hand and with a reason. */
  balanceAdjustments: () => own('balance_adjustments', 'expense'),
  referralCost: () => own('referral_cost', 'expense'),
  loyaltyCost: () => own('loyalty_cost', 'expense'),
  rounding: () => own('rounding', 'expense'),
}
