/** The door of payments: what other domains may use. */
export { BeginInvoicePayment } from '#app/payments/actions/begin_invoice_payment'
export { BeginOrderPayment } from '#app/payments/actions/begin_order_payment'
export {
  BeginPayment,
  type BeginPaymentError,
  type BeginPaymentInput,
  type ObsoletePayments,
} from '#app/payments/actions/begin_payment'
export { BeginTopUp, type BeginTopUpError } from '#app/payments/actions/begin_top_up'
export { CallOffPayments } from '#app/payments/actions/call_off_payments'
export {
  type AbandonedPayments,
  ChargeSavedMethod,
  type ChargeSavedMethodError,
  type ChargeSavedMethodInput,
  withoutAbandoned,
} from '#app/payments/actions/charge_saved_method'
export { MarkPaymentApplied } from '#app/payments/actions/mark_payment_applied'
export { defaultLimits, type PaymentLimits } from '#app/payments/domain/payment_limits'
export type { DebtPart } from '#app/payments/domain/debt'
export type { PaymentPart } from '#app/payments/records/payment_parts'
export {
  findPayment as findPaymentRow,
  findPaymentByRequest,
  lockOpenPaymentsOf,
  lockPayment as lockPaymentRow,
} from '#app/payments/records/payments'
export { findRefundByRequest, lockRefund as lockRefundRow } from '#app/payments/records/refunds'
export { findRefundFor, listRefunds, type ListedRefund } from '#app/payments/queries/list_refunds'
export { RefreshRefund } from '#app/payments/actions/refresh_refund'
export { refuseRefund, sendRefundNotFound } from '#app/payments/http/api/refund_refusals'
export { findDisputeFile, listDisputes, type ListedDispute } from '#app/payments/queries/list_disputes'
export { EditEvidence } from '#app/payments/actions/edit_evidence'
export { refuseDispute, sendDisputeNotFound } from '#app/payments/http/api/dispute_refusals'
export {
  type Dispute,
  type Evidence,
  isDisputeStatus,
  type LossTreatment,
  lossTreatments,
  mayTreatLoss,
} from '#app/payments/domain/dispute'
export { lockDispute as lockDisputeRow } from '#app/payments/records/disputes'
export { MarkLoss } from '#app/payments/actions/mark_loss'
export { OpenRefund } from '#app/payments/actions/open_refund'
export {
  isRefundOpen,
  isRefundStatus,
  type Refund,
  type RefundWay,
  refundWays,
} from '#app/payments/domain/refund'
export {
  decideRefund,
  type RefundablePayment,
  refundableOf,
  type RefundRefusal,
} from '#app/payments/domain/refund_decision'
export {
  type ApprovalReason,
  type ApprovalRefusal,
  approvalNeeded,
  mayApprove,
} from '#app/payments/domain/refund_limits'
export {
  type AboveOwnLimit,
  countApprovers,
  findGiftRefusal,
  takeTurnOfGifts,
  findRefundAllowance,
} from '#app/payments/queries/find_refund_limit'
export { readRefundable } from '#app/payments/queries/read_refundable'
export { listWarningsOf } from '#app/payments/records/payment_warnings'
export { listCoinTransfers } from '#app/payments/queries/list_coin_transfers'
export { findCollectedInvoice } from '#app/payments/queries/find_collected_invoice'
export { findSmallestCharge } from '#app/payments/queries/find_smallest_charge'
export { findPaymentParts } from '#app/payments/queries/find_payment_parts'
export { findPaymentLimits, findTopUpRoom } from '#app/payments/queries/find_payment_limits'
export { readReservedMoney } from '#app/payments/queries/read_reserved_money'
export { CapturePayment, type CapturePaymentError } from '#app/payments/actions/capture_payment'
export { CancelPayment, type CancelPaymentError } from '#app/payments/actions/cancel_payment'
export { WatchPayment } from '#app/payments/actions/watch_payment'
export { RefreshPayment, type RefreshedPayment } from '#app/payments/actions/refresh_payment'
export { BeginMethodSetup } from '#app/payments/actions/begin_method_setup'
export { FinishMethodSetup } from '#app/payments/actions/finish_method_setup'
export { ErasePayer } from '#app/payments/actions/erase_payer'
export { RemoveMethod } from '#app/payments/actions/remove_method'
export { SetDefaultMethod } from '#app/payments/actions/set_default_method'
export { ConnectGateway, type ConnectGatewayInput } from '#app/payments/actions/connect_gateway'
export {
  type Consent,
  isOpen as isOpenPayment,
  type Payment,
  type PaymentPurpose,
  type PaymentStatus,
  purposeOf,
} from '#app/payments/domain/payment'
export type { Decline, PaymentRisk } from '#app/payments/domain/gateway_values'
export { declineCategory } from '#app/payments/domain/decline_category'
export type { BrowserForm } from '#app/payments/drivers/contract'
export type { SavedMethod } from '#app/payments/records/methods'
export { listPayments, type ListedPayment } from '#app/payments/queries/list_payments'
export { showPaymentToStaff, type PaymentFile } from '#app/payments/queries/read_payment_file'
export { describeBegunPayment, type DescribedPayment } from '#app/payments/queries/describe_begun_payment'
export { findPaymentFor } from '#app/payments/queries/find_payment_for'
export { listBrowserOrigins } from '#app/payments/queries/list_browser_origins'
export { sharePaymentMethod } from '#app/payments/queries/share_payment_method'
export { listPaymentMethods } from '#app/payments/queries/list_payment_methods'
export { findGatewaySettings } from '#app/payments/queries/find_gateway_settings'
export { type GatewayOverview, listGateways } from '#app/payments/queries/list_gateways'
export * from '#app/payments/http/transformers/payment_transformers'
export * from '#app/payments/http/transformers/method_transformers'
export * from '#app/payments/http/transformers/refund_transformers'
export * from '#app/payments/http/transformers/dispute_transformers'
export * from '#app/payments/http/transformers/staff_payment_transformers'
export * from '#app/payments/events'
export { showForm } from '#app/payments/http/transformers/form_transformers'
export { consentOf, consentText } from '#app/payments/http/consent'
export { AskForPayLink } from '#app/payments/actions/ask_for_pay_link'
export { RevokePayLinks } from '#app/payments/actions/revoke_pay_links'
export {
  openPayLink,
  type PayLink,
  payLinkPath,
  readPayLink,
  rememberPayLink,
} from '#app/payments/http/pay_link'
export { readGatewayId } from '#app/payments/http/gateway_choice'
export { listPaymentWays, type PaymentWay } from '#app/payments/queries/list_payment_ways'
export { showPaymentWay } from '#app/payments/http/transformers/way_transformers'
export { KeepOrderPayment } from '#app/payments/actions/keep_order_payment'
export { refuseBeginning, sendPaymentNotFound } from '#app/payments/http/api/payment_refusals'
export { asksForState, sendState } from '#app/payments/http/portal/payment_state'
