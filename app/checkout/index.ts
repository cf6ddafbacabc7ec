/** The door of checkout: orders, their lines, and what moves them on. */
export { EraseOrders } from '#app/checkout/actions/erase_orders'
export type { OrderLineContent, QuotedLine } from '#app/checkout/domain/quote'
export type { LineStatus, OrderStatus } from '#app/checkout/domain/order_state'
export type { Order, OrderLine } from '#app/checkout/records/orders'
export { explainCoupon } from '#app/checkout/http/explain_coupon'
export { explainFault } from '#app/checkout/http/explain_fault'
export { AcceptOrder } from '#app/checkout/actions/accept_order'
export { AcceptPaidOrder } from '#app/checkout/actions/accept_paid_order'
export { CancelUnpaidOrders } from '#app/checkout/actions/cancel_unpaid_orders'
export { ConfirmTrialMethod } from '#app/checkout/actions/confirm_trial_method'
export { EndOrder } from '#app/checkout/actions/end_order'
export { FinishOrderLine } from '#app/checkout/actions/finish_order_line'
export { MakeQuote } from '#app/checkout/actions/make_quote'
export {
  type AgreedOffer,
  PlaceAgreedOrder,
  type PlaceAgreedOrderError,
} from '#app/checkout/actions/place_agreed_order'
export { draftQuote, type QuoteContent, type QuoteDraft } from '#app/checkout/domain/quote'
export { presentDraft } from '#app/checkout/http/quote_transformer'
export { isNewBuyer } from '#app/checkout/queries/find_buyer'
export { readIpCountry } from '#app/checkout/http/ip_country'
export type { OrderedBy } from '#app/checkout/actions/write_order'
export { PlaceOrder } from '#app/checkout/actions/place_order'
export { RequestOrderPayment } from '#app/checkout/actions/request_order_payment'
export { findOrderWithLines, type OrderWithLines } from '#app/checkout/queries/find_order_page'
