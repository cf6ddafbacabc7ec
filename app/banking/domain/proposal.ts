/** Why a movement may belong to a customer, and what speaks against it. */
export const matchReasons = [
  'creditor_reference',
  'invoice_number',
  'customer_number',
  'known_account',
  'name',
  'amount_of_named',
  'amount_of_one',
  'amount_of_all',
  'amount_of_some',
  'amount_in_part',
  'amount_too_large',
  'amount_only',
  'paid_already',
  'nothing_due',
  'broken_reference',
  'somebody_else',
  'several_customers',
  'several_ways',
  'told_before',
  'recorded_by_hand',
  'came_back',
] as const
export type MatchReason = (typeof matchReasons)[number]

/** `certain` leaves no doubt and may be booked without a person. */
export const confidences = ['certain', 'likely', 'possible'] as const
export type Confidence = (typeof confidences)[number]

/** What could be made of money that came in. Invoices are paid in this order; what is left goes to the customer balance. */
export interface Proposal {
  customerId: string
  invoiceIds: string[]
  /** What goes to the balance, in minor units. */
  toBalance: bigint
  confidence: Confidence
  reasons: MatchReason[]
  /** The recorded payment that came back; null for money that came in. */
  receivedPaymentId?: string | null
}
