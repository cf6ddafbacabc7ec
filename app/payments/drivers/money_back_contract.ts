/** What takes money of a payment back: we, by refunds, or banks and customers, by disputes. */
import type { Money } from '#app/shared/money/money'
import type {
  DisputeEvidence,
  GatewayDispute,
  GatewayFraudWarning,
  GatewayRefund,
} from '#app/payments/domain/gateway_values'
import type { Marks, Outcome } from '#app/payments/drivers/contract'

/** Sending money back. What was made at the gateway itself is found in the list. */
export interface RefundCalls {
  refund(input: {
    refundId: string
    paymentReference: string
    money: Money
    /** What the customer may read, where the gateway shows it. */
    note: string | null
    marks: Marks
    idempotencyKey: string
  }): Outcome<GatewayRefund>
  findRefund(reference: string): Outcome<GatewayRefund | null>
  listRefunds(paymentReference: string): Outcome<GatewayRefund[]>
}

/** Payments that banks or customers want back. */
export interface DisputeCalls {
  findDispute(reference: string): Outcome<GatewayDispute | null>
  /** Those opened since, so that a lost message loses none. */
  listDisputes(since: Date): Outcome<GatewayDispute[]>
  answerDispute(input: {
    reference: string
    evidence: DisputeEvidence
    /** It was lost, and this is why it should not have been. */
    isAppeal: boolean
    idempotencyKey: string
  }): Outcome<GatewayDispute>
  acceptDispute(input: { reference: string; idempotencyKey: string }): Outcome<GatewayDispute>
  /** Money of a payment that the gateway took back by itself, as a dispute that is over; absent where that does not happen. */
  findReversal?(reference: string): Outcome<GatewayDispute | null>
  /** What banks report as fraud before anybody disputes; absent where no gateway passes that on. */
  findWarning?(reference: string): Outcome<GatewayFraudWarning | null>
  /** Those reported since, so that a lost message loses none. */
  listWarnings?(since: Date): Outcome<GatewayFraudWarning[]>
}
