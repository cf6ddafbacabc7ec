import type { Call } from './account.ts'
import { feeFor } from './amounts.ts'
import { inAccountCurrency } from './exchange.ts'
import type { Decline } from './declines.ts'
import { emit } from './events.ts'
import { newId, randomText } from './ids.ts'
import type { BalanceTransaction, Charge, ChargedCard, Outcome, ThreeDSecure } from './money_objects.ts'
import type { PaymentIntent, PaymentMethod } from './objects.ts'
import { behaviourOf } from './payment_method_records.ts'

const onSessionDays = 7
const offSessionVisaDays = 5
const secondsPerDay = 86_400
const daysUntilAvailable = 2

export type ChargeAttempt = {
  intent: PaymentIntent
  method: PaymentMethod
  offSession: boolean
  threeDSecure: ThreeDSecure | null
  decline: Decline | null
}

/** Writes the charge of one attempt, good or bad; balance and events are the caller's. */
export function recordCharge(call: Call, attempt: ChargeAttempt): Charge {
  const { intent, method, decline } = attempt
  const captured = decline === null && intent.capture_method !== 'manual'
  const charge: Charge = {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: intent.statement_descriptor ?? 'SANDBOX',
    captured,
    created: call.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(call, attempt),
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: chargedCard(call, attempt), type: 'card' },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: decline === null ? `${call.baseUrl}/stripe/receipts/${intent.id}` : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline === null ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  }
  return call.records.charges.insert(charge.id, charge)
}

/** Books captured money with its fee. Asynchronously captured charges get this a moment after the answer. */
export function settleCharge(call: Call, charge: Charge): Charge {
  const bypass = behaviourOf(call, methodOf(call, charge)).bypassPending === true
  const transaction = bookBalance(call, {
    amount: charge.amount_captured,
    currency: charge.currency,
    description: charge.description,
    fee: feeFor(charge.amount_captured, charge.currency),
    source: charge.id,
    type: 'charge',
    available: bypass,
  })
  const settled = { ...charge, balance_transaction: transaction.id }
  return call.records.charges.put(charge.id, settled)
}

export function bookBalance(
  call: Call,
  booking: {
    amount: number
    currency: string
    description: string | null
    fee: number
    source: string
    type: string
    available: boolean
  }
): BalanceTransaction {
  const { amount, currency, fee, rate } = inAccountCurrency(call, booking)
  const transaction: BalanceTransaction = {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: booking.available ? call.now : call.now + daysUntilAvailable * secondsPerDay,
    balance_type: 'payments',
    created: call.now,
    currency,
    description: booking.description,
    exchange_rate: rate,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category:
      booking.type === 'adjustment' ? 'dispute' : booking.type.replace('payout_failure', 'payout_reversal'),
    source: booking.source,
    status: booking.available ? 'available' : 'pending',
    type: booking.type,
  }
  return call.records.balanceTransactions.insert(transaction.id, transaction)
}

/** Gives the charge its balance transaction after an asynchronous capture, and says so. */
export function settleLater(call: Call, chargeId: string): void {
  const charge = call.records.charges.get(chargeId)
  if (!charge || charge.balance_transaction || !charge.captured) return
  const settled = settleCharge(call, charge)
  emit(call, 'charge.updated', settled, { balance_transaction: null })
}

export function methodOf(call: Call, charge: Charge): PaymentMethod {
  const method = call.records.paymentMethods.get(charge.payment_method)
  if (!method) throw new Error(`Charge ${charge.id} has lost its payment method`)
  return method
}

function outcomeOf(call: Call, attempt: ChargeAttempt): Outcome {
  const { risk } = behaviourOf(call, attempt.method)
  const { decline } = attempt
  const blocked = risk === 'highest'
  return {
    advice_code: decline?.advice_code ?? null,
    network_advice_code: null,
    network_decline_code: decline?.network_decline_code ?? null,
    network_status: blocked ? 'not_sent_to_network' : decline ? 'declined_by_network' : 'approved_by_network',
    reason: blocked ? 'highest_risk_level' : (decline?.decline_code ?? null),
    risk_level: risk ?? 'normal',
    risk_score: risk === 'highest' ? 90 : risk === 'elevated' ? 68 : 24,
    seller_message: decline ? (decline.message ?? '') : 'Payment complete.',
    type: blocked ? 'blocked' : decline ? 'issuer_declined' : 'authorized',
  }
}

function chargedCard(call: Call, attempt: ChargeAttempt): ChargedCard {
  const { intent, method, decline } = attempt
  const {
    display_brand: _brand,
    generated_from: _origin,
    networks: _networks,
    three_d_secure_usage: _usage,
    ...card
  } = method.card
  const days = attempt.offSession && card.brand === 'visa' ? offSessionVisaDays : onSessionDays
  const isHeld = decline === null && intent.capture_method === 'manual'
  return {
    ...card,
    checks: { ...card.checks, cvc_check: checkedCvc(card.checks.cvc_check, decline) },
    amount_authorized: decline === null ? intent.amount : null,
    authorization_code: decline === null ? randomText(6) : null,
    ...(isHeld ? { capture_before: call.now + days * secondsPerDay } : {}),
    electronic_commerce_indicator: null,
    extended_authorization: { status: 'disabled' },
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: String(100_000_000_000 + Math.floor(call.now % 900_000_000)),
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    three_d_secure: attempt.threeDSecure,
    transaction_link_id: null,
  }
}

function checkedCvc(given: string | null, decline: Decline | null): string | null {
  if (given === null) return null
  return decline?.code === 'incorrect_cvc' ? 'fail' : 'pass'
}
