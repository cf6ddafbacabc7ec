/** The door of messaging: mails that follow facts, and what staff see of them. Each function is a reaction to the fact it names. */
export { closeMailTransport } from '#app/messaging/drivers/registry'
export { mailReceivedPaymentReversed, mailTopUpsPaused } from '#app/messaging/actions/mail_balances'
export {
  mailCollectionFailed,
  mailCreditNoteIssued,
  mailInvoiceIssued,
  mailLateFeeAdded,
  mailOverdueNotice,
} from '#app/messaging/actions/mail_invoices'
export {
  mailAuthenticationRequired,
  mailChargeDeclined,
  mailMoreReceived,
  mailPayLink,
  mailPaymentReceived,
  mailReceivedPayment,
} from '#app/messaging/actions/mail_payments'
export { mailFactorWanted } from '#app/messaging/actions/tell_of_factor'
export { mailStaffMentioned } from '#app/messaging/actions/mail_mentions'
export { mailMethodExpiring, mailMethodRevoked, mailMethodUpdated } from '#app/messaging/actions/mail_methods'
export { mailStaffPaymentWarned } from '#app/messaging/actions/mail_payment_warnings'
export { mailOffer, mailOfferReminder, mailStaffOfferAnswered } from '#app/messaging/actions/mail_offers'
export {
  mailOrderFailed,
  mailOrderHeld,
  mailOrderReceived,
  mailStaffOrderFailed,
  mailStaffOrderHeld,
} from '#app/messaging/actions/mail_orders'
export {
  mailCertificateAccepted,
  mailCertificateRefused,
  mailExemptionExpiring,
  mailStaffCertificateSubmitted,
} from '#app/messaging/actions/mail_taxes'
export {
  mailFactorAdded,
  mailFactorRemoved,
  mailNewBrowser,
  mailPasswordChanged,
  mailRecoveryCodeUsed,
  mailSignInLinked,
  mailSignInUnlinked,
  mailSupportVisit,
} from '#app/messaging/actions/mail_security'
export { mailEmailLink, mailAskedSignUp, mailKnownAddress } from '#app/messaging/actions/mail_addresses'
export { mailErasureAsked, mailExportReady } from '#app/messaging/actions/mail_privacy'
export { EraseMessages } from '#app/messaging/actions/erase_messages'
export { mailInvitation } from '#app/messaging/actions/mail_invitations'
export { mailPasswordReset, mailWelcome } from '#app/messaging/actions/mail_people'
export {
  mailPriceChange,
  mailPriceChangeWithdrawn,
  priceNoticeSubject,
} from '#app/messaging/actions/mail_prices'
export {
  mailCancellationScheduled,
  mailCancelled,
  mailChangeCompleted,
  mailChangeLapsed,
  mailChangeReverted,
  mailChangeScheduled,
  mailServiceReady,
  mailServiceRestored,
  mailServiceSuspended,
  mailStaffOperationFailed,
} from '#app/messaging/actions/mail_services'
export {
  mailRefundFailed,
  mailRefundSent,
  mailRefundToClaim,
  mailStaffRefundFailed,
  mailStaffGiftToApprove,
  mailStaffRefundToApprove,
} from '#app/messaging/actions/mail_refunds'
export {
  mailDisputeOpened,
  mailDisputeOver,
  mailDisputeOwed,
  mailStaffDisputeDeadline,
  mailStaffDisputeDecided,
  mailStaffDisputeOpened,
} from '#app/messaging/actions/mail_disputes'
export { oldMailTexts } from '#app/messaging/queries/old_mail_texts'
export { QueueMessage, type NewMessage } from '#app/messaging/actions/queue_message'
export { ResendMessage } from '#app/messaging/actions/resend_message'
export { findMessage, listMessages } from '#app/messaging/queries/list_messages'
export {
  messageShape,
  showMessage,
  showMessageWithBody,
} from '#app/messaging/http/transformers/message_transformer'
export { mailTrialEnded, mailTrialEnding, mailTrialStarted } from '#app/messaging/actions/mail_trials'
