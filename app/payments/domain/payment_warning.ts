import type { GatewayFraudWarning, PaymentRisk } from '#app/payments/domain/gateway_values'
import type { PaymentPurpose } from '#app/payments/domain/payment'

/** The gateway's screening finds a payment risky, or a bank reports it as fraud before anybody disputes it. */
export type WarningKind = 'risk' | 'fraud_report'

/** `given_back`: nothing of the payment is left with us. `disputed`: what becomes of it is decided there. */
export type WarningStatus = 'open' | 'accepted' | 'given_back' | 'disputed'

/** Why staff should look at a payment whose money is here already. */
export interface PaymentWarning {
  id: string
  paymentId: string
  customerId: string
  gatewayId: string
  kind: WarningKind
  /** What the gateway calls the report; null for its screening. */
  gatewayReference: string | null
  /** The gateway's own word. */
  code: string
  status: WarningStatus
  warnedAt: Date
  decidedAt: Date | null
  decidedBy: string | null
  note: string | null
}

/**
 * Whether staff have to decide about a payment that was taken and looks risky. Of orders that is decided before anything is taken; what is
 * under review at the gateway is decided there. A level that is only elevated is no news of somebody whose payments went well so far.
 */
export function isRiskToDecide(
  risk: PaymentRisk | null,
  { purpose, hasPaidBefore }: { purpose: PaymentPurpose; hasPaidBefore: boolean }
): boolean {
  if (!risk || purpose === 'order' || risk.review === 'open' || risk.review === 'approved') return false
  return risk.level === 'highest' || (risk.level === 'elevated' && !hasPaidBefore)
}

/** How a report stands when it is heard of: the gateway says of one whose money went back, or is disputed, that nothing is left to do. */
export function firstStatus(
  { isActionable }: Pick<GatewayFraudWarning, 'isActionable'>,
  { isDisputed }: { isDisputed: boolean }
): WarningStatus {
  if (isDisputed) return 'disputed'
  return isActionable ? 'open' : 'given_back'
}
