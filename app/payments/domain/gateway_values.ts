import type { Money } from '#app/shared/money/money'

/** A card or account that a gateway keeps for us. */
export interface GatewayMethod {
  reference: string
  kind: string
  brand: string | null
  last4: string | null
  expMonth: number | null
  expYear: number | null
  /** The same for the same card, however often it is entered. */
  fingerprint: string | null
}

/** Where a payment stands at the gateway. `awaiting_method`: nothing tried yet, or the last try was declined. */
export type GatewayState =
  'awaiting_method' | 'action_required' | 'processing' | 'authorised' | 'succeeded' | 'cancelled'

/** When the same method may be tried again: never, on a later day, soon, after its owner confirmed it, or nobody says. */
export type DeclineCategory =
  'hard_decline' | 'insufficient_funds' | 'try_later' | 'authentication_required' | 'soft_decline'

/** Why a try to pay did not work, as its customer and our dunning need to know it. */
export interface Decline {
  kind: 'declined' | 'action_required' | 'misconfigured' | 'lapsed' | 'never_created'
  /** The gateway's own word for it. */
  code: string
  /** One sentence for the customer. */
  message: string
  /** Trying the same method again cannot help, or is forbidden by the card networks. */
  isHard: boolean
  /** What decides about another try; absent in what was stored before there were categories. */
  category?: DeclineCategory
}

/** A payment as the gateway tells it when asked. */
export interface GatewayPayment {
  reference: string
  /** Our id, as we gave it to the gateway. */
  paymentId: string | null
  state: GatewayState
  money: Money
  captured: bigint
  /** For the browser of this one customer; never stored, never logged. */
  clientSecret: string | null
  decline: Decline | null
  authorisationExpiresAt: Date | null
  method: GatewayMethod | null
  isLive: boolean
}

/** A card being saved without a charge, as the gateway tells it. */
export interface GatewaySetup {
  reference: string
  setupId: string | null
  state: 'awaiting_method' | 'action_required' | 'processing' | 'succeeded' | 'cancelled'
  clientSecret: string | null
  decline: Decline | null
  method: GatewayMethod | null
}
