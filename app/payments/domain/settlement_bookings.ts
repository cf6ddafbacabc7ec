import { chart, credit, debit, type LedgerAccount, type NewEntry, type NewPosting } from '#app/ledger/index'
import type { Money } from '#app/shared/money/money'
import type { GatewayMovement, GatewayPayout } from '#app/payments/domain/gateway_values'
import type { SettledRecord } from '#app/payments/domain/settlement'

/** A movement as we keep it, on the day on which it counts. */
export interface BookedMovement extends Pick<
  GatewayMovement,
  'kind' | 'gross' | 'fee' | 'net' | 'currency' | 'exchanged'
> {
  id: string
  /** What the accounts of its gateway are called. */
  ledgerCode: string
  countsOn: string
}

/**
 * What a matched movement adds to the books. What it is about was booked with its own record: here come the fee, what the gateway's
 * exchange made of it, and the way of a payout. Each is booked once, by the movement's id.
 */
export function bookMatch(movement: BookedMovement, record: SettledRecord): NewEntry[] {
  const cash = chart.cash(movement.ledgerCode)
  const { id, currency, countsOn } = movement
  const entry = (kind: string, postings: NewPosting[]): NewEntry[] =>
    postings.length === 0 ? [] : [{ kind, causeId: id, bookedOn: countsOn, postings }]
  if (record.kind === 'payout') {
    const sent = { amount: -movement.gross, currency }
    return [
      ...entry('payout_sent', move(cash, chart.inFlight(movement.ledgerCode), sent)),
      ...entry('gateway_fee', feePostings(movement)),
    ]
  }
  // A dispute's fee is booked with the dispute.
  const fee = record.kind === 'dispute' ? [] : feePostings(movement)
  return [...exchangeEntry(movement, record), ...entry('gateway_fee', fee)]
}

/** What a person said a movement is: a fee, or a difference that nobody could explain. */
export function bookAnswer(movement: BookedMovement, answer: 'fee' | 'difference'): NewEntry[] {
  const account = answer === 'fee' ? chart.gatewayFees() : chart.settlementDifferences()
  const lost = { amount: -movement.net, currency: movement.currency }
  const postings = move(chart.cash(movement.ledgerCode), account, lost)
  return postings.length === 0 ? [] : [{ kind: 'movement_answered', causeId: movement.id, postings }]
}

/** The bank has a payout, or sent back one that it had. */
export function bookArrival(
  payout: Pick<GatewayPayout, 'money'> & { id: string; ledgerCode: string },
  way: 'arrived' | 'returned'
): NewEntry {
  const [from, to] = [chart.inFlight(payout.ledgerCode), chart.bank()]
  const postings = way === 'arrived' ? move(from, to, payout.money) : move(to, from, payout.money)
  return { kind: way === 'arrived' ? 'payout_arrived' : 'payout_returned', causeId: payout.id, postings }
}

function feePostings({ ledgerCode, fee, currency }: BookedMovement): NewPosting[] {
  return move(chart.cash(ledgerCode), chart.gatewayFees(), { amount: fee, currency })
}

/**
 * The gateway keeps another currency than was paid: what was paid leaves, what came of it enters, each against `fx_gain_loss`. What was
 * paid is reported at the rate of the day it was booked on, so that nothing of it is left; what remains is the difference.
 */
function exchangeEntry(movement: BookedMovement, record: SettledRecord): NewEntry[] {
  const { exchanged, gross, currency, countsOn, id } = movement
  if (!exchanged || exchanged.money.currency === currency) return []
  const cash = chart.cash(movement.ledgerCode)
  return [
    {
      kind: 'gateway_exchange',
      causeId: id,
      bookedOn: countsOn,
      ratesOn: record.bookedOn ?? countsOn,
      postings: [
        ...move(cash, chart.fxGainLoss(), exchanged.money),
        ...move(chart.fxGainLoss(), cash, { amount: gross, currency }),
      ],
    },
  ]
}

/** Money from one ledger account to another; the other way round where the amount is below zero, nothing where it is zero. */
function move(from: LedgerAccount, to: LedgerAccount, { amount, currency }: Money): NewPosting[] {
  if (amount === 0n) return []
  return [debit(to, { amount, currency }), credit(from, { amount, currency })]
}
