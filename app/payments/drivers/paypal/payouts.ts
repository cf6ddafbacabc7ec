import { Clock } from '#app/shared/time/clock'
import type { GatewayMovement, GatewayPayout, PayoutCalls } from '#app/payments/drivers/contract'
import { fromAmount } from '#app/payments/drivers/paypal/amounts'
import type { Amount, Transaction } from '#app/payments/drivers/paypal/api_types'
import { outcomeOf } from '#app/payments/drivers/paypal/failures'
import { readTransactions } from '#app/payments/drivers/paypal/reports'
import type { PayPalClient } from '#app/payments/drivers/paypal/transport'

const clock = new Clock()

/** PayPal keeps our money until somebody sends it to the bank; each such withdrawal is a payout, of no movements in particular. */
export function paypalPayouts(client: PayPalClient): PayoutCalls {
  const since = (from: Date) => readTransactions(client, { from, to: clock.wall(), onlyBalance: true })
  return {
    listPayouts: (from) =>
      outcomeOf(async () => (await since(from)).transactions.filter(isWithdrawal).map(toPayout), {
        isReading: true,
      }),
    listMovements: (from) =>
      outcomeOf(async () => (await since(from)).transactions.filter(hasSettled).map(toMovement), {
        isReading: true,
      }),
    readBalance: () =>
      outcomeOf(
        async () => {
          const { balances } = await client.call<{ balances: { total_balance: Amount }[] }>({
            method: 'GET',
            path: '/v1/reporting/balances',
          })
          return balances.map(({ total_balance: total }) => fromAmount(total))
        },
        { isReading: true }
      ),
  }
}

/** Pending and denied ones have moved nothing yet. */
function hasSettled({ transaction_info: { transaction_status: status } }: Transaction): boolean {
  return status === 'S' || status === 'V'
}

function isWithdrawal({ transaction_info: info }: Transaction): boolean {
  return kindOf(info.transaction_event_code) === 'payout'
}

/** What each family of events is to us. @see https://developer.paypal.com/docs/transaction-search/transaction-event-codes/ */
const kinds: [RegExp, GatewayMovement['kind']][] = [
  [/^T00/, 'payment'],
  [/^T01/, 'fee'],
  [/^T04/, 'payout'],
  [/^T1107$/, 'refund'],
  [/^T1108$/, 'fee'],
  [/^T(1106|1201|1207)$/, 'dispute'],
  [/^T1202$/, 'dispute_reversed'],
]

export function kindOf(code: string): GatewayMovement['kind'] {
  return kinds.find(([pattern]) => pattern.test(code))?.[1] ?? 'adjustment'
}

/** A payment is known to us by its order, everything else by its own id; what took it back names what it took back. */
export function toMovement({ transaction_info: info }: Transaction): GatewayMovement {
  const { amount: gross, currency } = fromAmount(info.transaction_amount)
  // PayPal's fee is negative where it was taken.
  const fee = info.fee_amount ? -fromAmount(info.fee_amount).amount : 0n
  const kind = kindOf(info.transaction_event_code)
  const isOfOrder = kind === 'payment' && info.paypal_reference_id_type === 'ODR'
  const at = new Date(info.transaction_initiation_date)
  return {
    reference: info.transaction_id,
    kind,
    objectReference: isOfOrder ? info.paypal_reference_id! : info.transaction_id,
    gross,
    fee,
    net: gross - fee,
    currency,
    exchanged: null,
    createdAt: at,
    availableAt: at,
    payoutReference: kind === 'payout' ? info.transaction_id : null,
  }
}

const payoutStates: Record<string, GatewayPayout['state']> = {
  S: 'paid',
  P: 'in_transit',
  D: 'failed',
  V: 'cancelled',
}

function toPayout({ transaction_info: info }: Transaction): GatewayPayout {
  const { amount, currency } = fromAmount(info.transaction_amount)
  return {
    reference: info.transaction_id,
    state: payoutStates[info.transaction_status] ?? 'pending',
    money: { amount: -amount, currency },
    arrivesOn: null,
    createdAt: new Date(info.transaction_initiation_date),
  }
}
