/** How a test card behaves. What is left out is the ordinary: no authentication, no decline, no aftermath. */
export type CardBehaviour = {
  /** unless_set_up: until a set-up or first payment was authenticated. on_session: never off session. */
  authentication?: 'unless_set_up' | 'always' | 'on_session' | 'supported'
  /** A code of declines.ts, given to every charge. */
  decline?: string
  /** The decline also meets an attempt to save the card. */
  declinesSetup?: boolean
  risk?: 'elevated' | 'highest'
  aftermath?: 'dispute_fraudulent' | 'dispute_not_received' | 'inquiry' | 'fraud_warning'
  refund?: 'pending' | 'fails'
  /** Funds are available at once. */
  bypassPending?: boolean
}

export type TestCard = CardBehaviour & { number: string; paymentMethod?: string }

/** The documented test cards, by number and by the ids that server-side code may use in their place. */
export const testCards: TestCard[] = [
  { number: '4242424242424242', paymentMethod: 'pm_card_visa' },
  { number: '4000056655665556', paymentMethod: 'pm_card_visa_debit' },
  { number: '5555555555554444', paymentMethod: 'pm_card_mastercard' },
  { number: '5200828282828210', paymentMethod: 'pm_card_mastercard_debit' },
  { number: '378282246310005', paymentMethod: 'pm_card_amex' },
  { number: '6011111111111117', paymentMethod: 'pm_card_discover' },
  {
    number: '4000002500003155',
    paymentMethod: 'pm_card_authenticationRequiredOnSetup',
    authentication: 'unless_set_up',
  },
  {
    number: '4000002760003184',
    paymentMethod: 'pm_card_authenticationRequired',
    authentication: 'always',
  },
  {
    number: '4000003800000446',
    paymentMethod: 'pm_card_authenticationRequiredSetupForOffSession',
    authentication: 'on_session',
  },
  {
    number: '4000008260003178',
    paymentMethod: 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
    authentication: 'on_session',
    decline: 'insufficient_funds',
  },
  {
    number: '4000000000003220',
    paymentMethod: 'pm_card_threeDSecure2Required',
    authentication: 'unless_set_up',
  },
  {
    number: '4000000000003055',
    paymentMethod: 'pm_card_threeDSecureOptional',
    authentication: 'supported',
  },
  declining('4000000000000002', 'pm_card_visa_chargeDeclined', 'generic_decline'),
  declining('4000000000009995', 'pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'),
  declining('4000000000009987', 'pm_card_visa_chargeDeclinedLostCard', 'lost_card'),
  declining('4000000000009979', 'pm_card_visa_chargeDeclinedStolenCard', 'stolen_card'),
  declining('4000000000000069', 'pm_card_chargeDeclinedExpiredCard', 'expired_card'),
  declining('4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'),
  declining('4000000000000119', 'pm_card_chargeDeclinedProcessingError', 'processing_error'),
  declining('4000000000006975', 'pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'card_velocity_exceeded'),
  { number: '4000000000000341', paymentMethod: 'pm_card_chargeCustomerFail', decline: 'generic_decline' },
  {
    number: '4100000000000019',
    paymentMethod: 'pm_card_radarBlock',
    decline: 'fraudulent',
    risk: 'highest',
  },
  { number: '4000000000009235', paymentMethod: 'pm_card_riskLevelElevated', risk: 'elevated' },
  { number: '4000000000000259', paymentMethod: 'pm_card_createDispute', aftermath: 'dispute_fraudulent' },
  {
    number: '4000000000002685',
    paymentMethod: 'pm_card_createDisputeProductNotReceived',
    aftermath: 'dispute_not_received',
  },
  { number: '4000000000001976', paymentMethod: 'pm_card_createDisputeInquiry', aftermath: 'inquiry' },
  {
    number: '4000000000005423',
    paymentMethod: 'pm_card_createIssuerFraudRecord',
    aftermath: 'fraud_warning',
  },
  { number: '4000000000007726', paymentMethod: 'pm_card_pendingRefund', refund: 'pending' },
  { number: '4000000000005126', paymentMethod: 'pm_card_refundFail', refund: 'fails' },
  { number: '4000000000000077', paymentMethod: 'pm_card_bypassPending', bypassPending: true },
]

export function cardByNumber(number: string): TestCard | undefined {
  return testCards.find((card) => card.number === number)
}

export function cardByPaymentMethod(id: string): TestCard | undefined {
  return testCards.find((card) => card.paymentMethod === id)
}

function declining(number: string, paymentMethod: string, decline: string): TestCard {
  return { number, paymentMethod, decline, declinesSetup: true }
}
