/** The door of billing: what other domains may use. */
export { priceLines } from '#app/billing/domain/price_lines'
export type { PricedDocument, PricedLine } from '#app/billing/domain/price_lines'
export type {
  LineCharge,
  LineKind,
  LinePeriod,
  LineProration,
  PriceItem,
  PricingContext,
  TaxRounding,
} from '#app/billing/domain/price_item'
export { lineKinds } from '#app/billing/domain/price_item'
export type { LineTax, TaxGroup } from '#app/billing/domain/line_taxes'
export {
  type DiscountExplanation,
  explainDiscount,
  type LineExplanation,
} from '#app/billing/domain/line_explanation'
export { flatTax, taxReasons } from '#app/billing/domain/tax'
export type { TaxComponent, TaxDecision, TaxReason } from '#app/billing/domain/tax'
export { type CustomerTax, decideTax, type TaxRules } from '#app/billing/domain/taxation/decide_tax'
export { type TaxTerms, taxTermsFor } from '#app/billing/domain/taxation/tax_terms'
export type { TaxRegistration } from '#app/billing/domain/taxation/seller_tax'
export { loadTaxRules } from '#app/billing/queries/load_tax_rules'
export { findCustomerTaxes } from '#app/billing/records/customer_taxes'
export { giveBack, type PaidLine } from '#app/billing/domain/give_back'
export { type ProrationConvention, prorationConventions, remainingShare } from '#app/billing/domain/proration'
export { listPaidLines } from '#app/billing/queries/list_paid_lines'
export { type InvoicedPeriod, listTakenOff, type TakenOff } from '#app/billing/queries/list_taken_off'
export { findPaymentsUnderWay, lockPayingInvoices } from '#app/billing/records/invoices'
export { firstAttemptAt } from '#app/billing/domain/collection'
export { isTriedSincePromise } from '#app/billing/domain/promise'
export { CarryInvoice } from '#app/billing/actions/carry_invoice'
export { isCarried } from '#app/billing/domain/collection'
export { CollectAtOnce } from '#app/billing/actions/collect_at_once'
export type { ChangeTime } from '#app/billing/domain/policies'
export { readPolicies } from '#app/billing/domain/policies'
export type { BillingPolicies } from '#app/billing/domain/policies'
export { readPricing, type WrittenPricing, writePricing } from '#app/billing/domain/written_pricing'
export { FindPricingContext, type PricingWish } from '#app/billing/queries/find_pricing_context'
export {
  type InvoiceDraft,
  type InvoiceItem,
  type InvoiceKind,
  invoiceKinds,
} from '#app/billing/domain/invoice_draft'
export type { Invoice } from '#app/billing/domain/invoice'
export type { InvoiceStatus } from '#app/billing/domain/invoice_state'
export { consequenceOn } from '#app/billing/domain/overdue'
export { type DunningRules, type DunningTerms, dunningFor, type Grouped } from '#app/billing/domain/dunning'
export { findDunningOf, loadDunning } from '#app/billing/queries/load_dunning'
export { IssueInvoices, type IssuedInvoice } from '#app/billing/actions/issue_invoices'
export { HoldReferral } from '#app/billing/actions/hold_referral'
export { listGiftRequests } from '#app/billing/queries/list_gift_requests'
export { showGiftRequest } from '#app/billing/http/transformers/gift_transformers'
export { ApproveRefund, type ApproveRefundError } from '#app/billing/actions/approve_refund'
export { SettleLostDispute } from '#app/billing/actions/settle_lost_dispute'
export { CreditGatewayRefund } from '#app/billing/actions/credit_gateway_refund'
export { RefundMoney, type RefundMoneyError } from '#app/billing/actions/refund_money'
export { ApplyPayment } from '#app/billing/actions/apply_payment'
export { ApplyFurtherMoney } from '#app/billing/actions/apply_further_money'
export { PayInvoices } from '#app/billing/actions/pay_invoices'
export { EraseMoneyNotes } from '#app/billing/actions/erase_money_notes'
export { ChargeInvoices } from '#app/billing/actions/charge_invoices'
export { SettleInvoice } from '#app/billing/actions/settle_invoice'
export { ApplyCustomerBalance } from '#app/billing/actions/apply_customer_balance'
export { BeginCollection } from '#app/billing/actions/begin_collection'
export { findBalanceSettings } from '#app/billing/queries/find_balance_settings'
export { CreditInvoice, type CreditInvoiceError } from '#app/billing/actions/credit_invoice'
export type { CreditDecision, CreditWish } from '#app/billing/domain/credit'
export type { CreditNote, CreditNoteSnapshot } from '#app/billing/domain/credit_note'
export { findCreditNoteDetails, listCreditNotes } from '#app/billing/queries/find_credit_note'
export { showCreditNote } from '#app/billing/http/transformers/credit_note_transformers'
export {
  type BillableItem,
  listWaitingItems,
  lockPendingItems,
  markItemsInvoiced,
} from '#app/billing/records/billable_items'
export { type StaffItem, toInvoiceItem } from '#app/billing/domain/staff_item'
export { listPreparations } from '#app/billing/http/admin/list_preparations'
export { VoidInvoice } from '#app/billing/actions/void_invoice'
export { WriteOffInvoice } from '#app/billing/actions/write_off_invoice'
export { FollowFailedPayment } from '#app/billing/actions/follow_failed_payment'
export { RecordFailedCollection } from '#app/billing/actions/record_failed_collection'
export { RetryOpenInvoices } from '#app/billing/actions/retry_open_invoices'
export { AnnounceOverdueNotices, type OverdueInvoice } from '#app/billing/actions/announce_overdue_notices'
export { listMissingRates } from '#app/billing/queries/list_missing_rates'
export { jurisdictionOf } from '#app/billing/domain/taxation/tax_rate'
export { listRegisterRefusals } from '#app/billing/queries/list_register_refusals'
export { findCustomerTax } from '#app/billing/queries/find_customer_tax'
export { showCustomerTax } from '#app/billing/http/transformers/tax_transformers'
export { subdivisions as taxSubdivisions } from '#app/billing/domain/taxation/subdivisions'
export { RecordTaxEvidence } from '#app/billing/actions/record_tax_evidence'
export { RecordCardEvidence } from '#app/billing/actions/record_card_evidence'
export { WeighTaxPlace } from '#app/billing/actions/weigh_tax_place'
export {
  type PriceRounding,
  priceRoundings,
  readPriceRounding,
  usualRounding,
} from '#app/billing/domain/currency_settings'
export { ImportStandardRates } from '#app/billing/actions/import_standard_rates'
export { SaveTaxProfile } from '#app/billing/actions/save_tax_profile'
export { AddTaxRegistration } from '#app/billing/actions/add_tax_registration'
export { FollowTaxId } from '#app/billing/actions/follow_tax_id'
export { CollectInvoice } from '#app/billing/actions/collect_invoice'
export { type BillingAlarm, listBillingAlarms } from '#app/billing/queries/list_billing_alarms'
export {
  type DeferredMonth,
  listDeferredSchedule,
  sumUnplanned,
} from '#app/billing/queries/list_deferred_schedule'
export { findInvoice, type InvoiceDetails } from '#app/billing/queries/find_invoice'
export { type InvoiceSearch, type ListedInvoice, listInvoices } from '#app/billing/queries/list_invoices'
export { findCreditNoteDocument } from '#app/billing/queries/find_invoice_document'
export { findInvoiceDocument } from '#app/billing/queries/find_invoice_document'
export { sendDocument, showFormats, tellObstacles } from '#app/billing/http/document_answer'
export { renderDocument } from '#app/billing/drivers/pdf/render_document'
export type { SalesDocument } from '#app/billing/domain/documents/sales_document'
export { readContent } from '#app/billing/domain/documents/document_content'
export type { StoredDocument, StoredLine } from '#app/billing/domain/documents/stored_document'
export { canonicalJson, isSealIntact, sealOf } from '#app/billing/domain/snapshot'
export { findInvoicedCustomers, findSeller } from '#app/billing/records/parties'
export {
  type InvoiceDetailsShown,
  type InvoiceShown,
  showInvoice,
  showInvoiceDetails,
} from '#app/billing/http/transformers/invoice_transformers'
export { creditorReference, groupReference } from '#app/billing/domain/creditor_reference'
export { type ReceivedPayment } from '#app/billing/domain/received_payment'
export {
  RecordReceivedPayment,
  type RecordReceivedPaymentError,
} from '#app/billing/actions/record_received_payment'
export {
  ReverseReceivedPayment,
  type ReverseReceivedPaymentError,
} from '#app/billing/actions/reverse_received_payment'
export { findTransferWay } from '#app/billing/queries/find_transfer_way'
export { TopUpAutomatically } from '#app/billing/actions/top_up_automatically'
export { findBalance } from '#app/billing/queries/find_balance'
export { listReceivedPayments } from '#app/billing/queries/list_received_payments'
export { showLineFact } from '#app/billing/http/transformers/invoice_transformers'
export { showPlace } from '#app/billing/http/transformers/place_transformers'
export { showBalance, showReceivedPayment } from '#app/billing/http/transformers/balance_transformers'
export { findFollowUp } from '#app/billing/queries/find_follow_up'
export { sumCollectionCases } from '#app/billing/queries/list_collection_cases'
