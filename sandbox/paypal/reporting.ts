import { link, newId, timestamp, type Call } from './account.ts'
import { minorOf, moneyOf } from './amounts.ts'
import type { Endpoint } from './endpoint.ts'
import { malformed, PayPalError } from './errors.ts'
import { move } from './money.ts'
import type { Movement } from './records.ts'

export const reportingEndpoints: Endpoint[] = [
  { method: 'GET', url: '/v1/reporting/transactions', run: transactions },
  { method: 'GET', url: '/v1/reporting/balances', run: balances },
]

const rangeMsMax = 31 * 24 * 3_600_000
const pageSizeMax = 500

/** Reports are behind by as much as the fault says; PayPal's are by up to three hours. */
function refreshedAt(call: Call): string {
  const lag = call.account.kit.faults.list().find(({ fault, enabled }) => fault === 'reporting_lags' && enabled)
  return timestamp(call.account.kit.nowMs() - (lag?.value ?? 0))
} // prettier-ignore

function transactions(call: Call): object {
  if (call.account.kit.faults.strikes('reporting_forbidden')) throw new PayPalError(403)
  const [start, end] = [dateOf(call, 'start_date'), dateOf(call, 'end_date')]
  if (end < start || end - start > rangeMsMax)
    throw malformed('INVALID_REQUEST', 'end_date', 'Date range is greater than 31 days.')
  const size = Math.min(pageSizeMax, Number(call.query.get('page_size') ?? 100) || 100)
  const page = Math.max(1, Number(call.query.get('page') ?? 1) || 1)
  const refreshed = refreshedAt(call)
  const [from, to] = [timestamp(start), timestamp(end)]
  const found = call.records.movements.list({
    filter: ({ at, status }) => at >= from && at <= to && at <= refreshed && status !== 'D',
  })
  const pages = Math.ceil(found.length / size)
  return {
    transaction_details: found.slice((page - 1) * size, page * size).map((item) => show(call, item)),
    account_number: call.account.merchantId,
    start_date: from,
    end_date: to,
    last_refreshed_datetime: refreshed,
    page,
    total_items: found.length,
    total_pages: pages,
    links: [
      link(call.baseUrl, `/v1/reporting/transactions?${call.query}`, 'self'),
      ...(page < pages ? [link(call.baseUrl, `/v1/reporting/transactions?${nextPage(call, page)}`, 'next')] : []),
    ],
  }
} // prettier-ignore

function nextPage(call: Call, page: number): URLSearchParams {
  const query = new URLSearchParams(call.query)
  query.set('page', String(page + 1))
  return query
}

function dateOf(call: Call, name: string): number {
  const ms = Date.parse(call.query.get(name) ?? '')
  if (Number.isNaN(ms)) throw malformed('MISSING_REQUIRED_PARAMETER', name, 'A required field is missing.')
  return ms
}

function show({ account }: Call, item: Movement): object {
  return {
    transaction_info: {
      paypal_account_id: account.merchantId,
      transaction_id: item.id,
      ...(item.reference
        ? { paypal_reference_id: item.reference, paypal_reference_id_type: item.reference_type }
        : {}),
      transaction_event_code: item.event_code,
      transaction_initiation_date: item.at,
      transaction_updated_date: item.at,
      transaction_amount: item.amount,
      fee_amount: item.fee,
      transaction_status: item.status,
      ...(item.subject ? { transaction_subject: item.subject } : {}),
      ...(item.invoice ? { invoice_id: item.invoice } : {}),
      ...(item.custom ? { custom_field: item.custom } : {}),
      protection_eligibility: '02',
    },
  }
}

function balances(call: Call): object {
  const byCurrency = new Map<string, number>()
  for (const { amount, fee, status } of call.records.movements.list()) {
    if (status !== 'S') continue
    const known = byCurrency.get(amount.currency_code) ?? 0
    byCurrency.set(amount.currency_code, known + minorOf(amount) + minorOf(fee))
  }
  return {
    balances: [...byCurrency].map(([currency, minor], index) => ({
      currency,
      ...(index === 0 ? { primary: true } : {}),
      total_balance: moneyOf(minor, currency),
      available_balance: moneyOf(minor, currency),
      withheld_balance: moneyOf(0, currency),
    })),
    account_id: call.account.merchantId,
    as_of_time: call.now,
    last_refresh_time: refreshedAt(call),
  }
}

/** Money that the merchant sends to their bank. */
export function withdraw(call: Call, { minor, currency }: { minor: number; currency: string }): Movement {
  const id = newId()
  move(call, {
    id,
    event_code: 'T0403',
    reference: null,
    reference_type: null,
    amount: moneyOf(-minor, currency),
    fee: moneyOf(0, currency),
    status: 'S',
    custom: null,
    invoice: null,
    subject: 'Withdrawal to a bank account',
  })
  return call.records.movements.get(id)!
}
