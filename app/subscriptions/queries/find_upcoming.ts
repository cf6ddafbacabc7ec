import { inject } from '@adonisjs/core'
import { findBalanceSettings, type Invoice, listInvoices } from '#app/billing/index'
import { findCustomer } from '#app/customers/index'
import { readCustomerBalance } from '#app/ledger/index'
import { listPaymentMethods, type SavedMethod } from '#app/payments/index'
import { assumePayments } from '#app/subscriptions/domain/assumed_payments'
import type { ForecastInvoice } from '#app/subscriptions/domain/forecast'
import { type ForecastOfCustomer, ForecastRenewals } from '#app/subscriptions/queries/forecast_renewals'

const openMax = 100

export interface Upcoming extends ForecastOfCustomer {
  customer: { id: string; name: string }
  /** Issued and not paid yet, earliest due first. */
  open: (Invoice & { fromBalance: bigint })[]
  /** `fromBalance`: what the money that the customer has with us today will pay of it by itself, in minor units. */
  invoices: (ForecastInvoice & { fromBalance: bigint })[]
  /** What is charged on the due date; null where the customer pays by hand. */
  method: SavedMethod | null
}

/** What will a customer be asked for in the next twelve months, and how will it be paid? Null where there is no such customer. */
@inject()
export class FindUpcoming {
  constructor(private forecast: ForecastRenewals) {}

  async execute(customerId: string): Promise<Upcoming | null> {
    const customer = await findCustomer(customerId)
    if (!customer) return null
    const shown = await this.forecast.execute(customerId)
    const { rows } = await listInvoices({ customerId, status: 'open', before: null, size: openMax })
    const open = rows.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn)))
    const owed = [
      ...open.map(({ amountDue, currency }) => ({ amount: amountDue, currency })),
      ...shown.invoices.map(({ document: { total, currency } }) => ({ amount: total, currency })),
    ]
    const shares = assumePayments(owed, await this.readBalances(customerId, owed))
    const [method = null] = await listPaymentMethods(customerId)
    return {
      ...shown,
      customer: { id: customerId, name: customer.company_name ?? customer.name },
      open: open.map((invoice, index) => ({ ...invoice, fromBalance: shares[index]! })),
      invoices: shown.invoices.map((invoice, index) => ({
        ...invoice,
        fromBalance: shares[open.length + index]!,
      })),
      method,
    }
  }

  /** Empty for a customer who pays nothing from their balance without being asked. */
  private async readBalances(
    customerId: string,
    owed: readonly { currency: string }[]
  ): Promise<Map<string, bigint>> {
    const found = await findBalanceSettings(customerId)
    if (!found?.settings.paysInvoices) return new Map()
    const currencies = [...new Set(owed.map(({ currency }) => currency))]
    const balances = await Promise.all(
      currencies.map((currency) => readCustomerBalance({ customerId, currency }))
    )
    return new Map(balances.map(({ currency, amount }) => [currency, amount]))
  }
}
