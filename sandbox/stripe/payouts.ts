import type { Kit } from '../core/system.ts'
import type { Call } from './account.ts'
import { bookBalance } from './charge_records.ts'
import type { Endpoint } from './endpoint.ts'
import { resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { page } from './lists.ts'
import type { BalanceTransaction, Payout } from './money_objects.ts'

export const payoutEndpoints: Endpoint[] = [
  { method: 'GET', url: '/v1/payouts', run: list },
  { method: 'GET', url: '/v1/payouts/:id', run: find },
]

const secondsPerDay = 86_400
export const dayMs = secondsPerDay * 1000
const bankTakesDays = 1

/**
 * Sends what is available to the bank, one payout for each currency: what an account on daily payouts does once a day. A balance
 * below zero is not collected; it waits for better days. With `withPending` what is still pending counts as available.
 */
export function payOut(call: Call, { withPending = false } = {}): Payout[] {
  const { balanceTransactions, paidOut } = call.records
  const due = balanceTransactions.list({
    filter: (each) =>
      !paidOut.get(each.id) && (withPending || each.available_on <= call.now) && each.type !== 'payout',
  })
  const byCurrency = Map.groupBy(due, ({ currency }) => currency)
  return [...byCurrency].flatMap(([currency, transactions]) => payOutOne(call, currency, transactions) ?? [])
}

function payOutOne(call: Call, currency: string, transactions: BalanceTransaction[]): Payout | null {
  const amount = transactions.reduce((sum, { net }) => sum + net, 0)
  if (amount <= 0) return null
  const payout: Payout = {
    id: newId('po'),
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: call.now + bankTakesDays * secondsPerDay,
    automatic: true,
    balance_transaction: null,
    created: call.now,
    currency,
    description: 'STRIPE PAYOUT',
    destination: 'ba_sandbox',
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'completed',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'in_transit',
    trace_id: null,
    type: 'bank_account',
  }
  const booked = bookMove(call, payout, { amount: -amount, type: 'payout' })
  for (const { id } of [...transactions, booked]) call.records.paidOut.put(id, { id, payout: payout.id })
  const sent = call.records.payouts.insert(payout.id, { ...payout, balance_transaction: booked.id })
  emit(call, 'payout.created', sent)
  emit(call, 'payout.reconciliation_completed', sent)
  call.account.kit.timers.schedule(
    'payout_arrives',
    { payout: sent.id },
    { delayMs: bankTakesDays * dayMs, key: sent.id }
  )
  return sent
}

/** The night's payouts, once a day as long as the stand-in runs. */
export function scheduleDailyPayouts({ timers }: Kit): void {
  if (timers.upcoming().some(({ kind }) => kind === 'payouts')) return
  timers.schedule('payouts', {}, { delayMs: dayMs, key: 'daily' })
}

/** Payouts move money that is already Stripe's to move: no exchange, no fee, available at once. */
function bookMove(
  call: Call,
  { id, currency }: Payout,
  move: { amount: number; type: string }
): BalanceTransaction {
  const isSent = move.amount < 0
  const description = isSent ? 'STRIPE PAYOUT' : 'STRIPE PAYOUT FAILURE'
  return bookBalance(call, { ...move, currency, description, fee: 0, source: id, available: true })
}

/** The bank has it. */
export function arrive(call: Call, id: string): Payout | null {
  const payout = call.records.payouts.get(id)
  if (payout?.status !== 'in_transit') return payout ?? null
  const paid: Payout = { ...payout, status: 'paid' }
  call.records.payouts.put(id, paid)
  emit(call, 'payout.paid', paid, { status: payout.status })
  return paid
}

/** The bank sends it back, even days after it was called paid; it is on the account again and goes out with the next. */
export function fail(call: Call, id: string): Payout | null {
  const payout = call.records.payouts.get(id)
  if (!payout || payout.status === 'failed') return payout ?? null
  const booked = bookMove(call, payout, { amount: payout.amount, type: 'payout_failure' })
  const failed: Payout = {
    ...payout,
    status: 'failed',
    failure_code: 'account_closed',
    failure_message: 'The bank account has been closed.',
    failure_balance_transaction: booked.id,
  }
  call.records.payouts.put(id, failed)
  call.account.kit.timers.cancel('payout_arrives', id)
  emit(call, 'payout.failed', failed, { status: payout.status })
  return failed
}

function find(call: Call): Payout {
  const payout = call.records.payouts.get(call.path.id ?? '')
  if (!payout) throw resourceMissing('payout', call.path.id ?? '')
  return payout
}

function list(call: Call): object {
  const status = call.params.text('status')
  return page(call, call.records.payouts, {
    url: '/v1/payouts',
    filter: (payout) => status === undefined || payout.status === status,
  })
}
