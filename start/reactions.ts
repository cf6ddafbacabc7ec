/**
 * What follows each fact: the one table. `bin/ace flow <event>` prints a row, `docs/flows` keeps them as pages. A reaction runs in one
 * transaction and touches only the database; what is remote is queued from inside. (A table of data: it may be long.)
 */
import app from '@adonisjs/core/services/app'
import '#app/identity/events'
import '#app/ledger/events'
import '#app/messaging/events'
import '#app/network/events'
import '#app/reporting/events'
import '#app/tenancy/events'
import { messageSent } from '#app/messaging/events'
import { erasureAsked, exportReady } from '#app/privacy/events'
import { FollowEmailChange } from '#app/customers/index'
import { customerCreated, customerUpdated, signUpAsked, staffMentioned } from '#app/customers/events'
import {
  emailChanged,
  emailLinkMade,
  knownAddressTried,
  impersonationBegun,
  newBrowserSeen,
  personInvited,
  passwordChanged,
  passwordResetRequested,
  recoveryCodeUsed,
  secondFactorAdded,
  secondFactorRemoved,
  signInRulesChanged,
  signInLinked,
  signInUnlinked,
} from '#app/identity/events'
import {
  mailAuthenticationRequired,
  mailCancellationScheduled,
  mailCancelled,
  mailCertificateAccepted,
  mailChargeDeclined,
  mailCertificateRefused,
  mailExemptionExpiring,
  mailEmailLink,
  mailErasureAsked,
  mailExportReady,
  mailInvitation,
  mailAskedSignUp,
  mailKnownAddress,
  mailFactorAdded,
  mailFactorRemoved,
  mailFactorWanted,
  mailNewBrowser,
  mailPasswordChanged,
  mailRecoveryCodeUsed,
  mailSignInLinked,
  mailSignInUnlinked,
  mailSupportVisit,
  mailStaffCertificateSubmitted,
  mailStaffMentioned,
  mailChangeCompleted,
  mailChangeLapsed,
  mailChangeReverted,
  mailChangeScheduled,
  mailCollectionFailed,
  mailCreditNoteIssued,
  mailDisputeOpened,
  mailDisputeOver,
  mailDisputeOwed,
  mailInvoiceIssued,
  mailLateFeeAdded,
  mailOffer,
  mailOfferReminder,
  mailOrderFailed,
  mailOrderHeld,
  mailOrderReceived,
  mailOverdueNotice,
  mailPasswordReset,
  mailMoreReceived,
  mailMethodExpiring,
  mailMethodRevoked,
  mailMethodUpdated,
  mailPayLink,
  mailPaymentReceived,
  mailReceivedPayment,
  mailReceivedPaymentReversed,
  mailRefundFailed,
  mailRefundSent,
  mailRefundToClaim,
  mailTopUpsPaused,
  mailPriceChange,
  mailPriceChangeWithdrawn,
  mailServiceReady,
  mailServiceRestored,
  mailServiceSuspended,
  mailStaffDisputeDeadline,
  mailStaffDisputeDecided,
  mailStaffDisputeOpened,
  mailStaffRefundFailed,
  mailStaffRefundToApprove,
  mailStaffGiftToApprove,
  mailStaffOfferAnswered,
  mailStaffOperationFailed,
  mailStaffOrderFailed,
  mailStaffOrderHeld,
  mailStaffPaymentWarned,
  mailTrialEnded,
  mailTrialEnding,
  mailTrialStarted,
  mailWelcome,
  priceNoticeSubject,
} from '#app/messaging/index'
import '#app/messaging/events'
import '#app/tenancy/events'
import { type Fact } from '#app/shared/events/event'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { on } from '#app/shared/events/reaction'
import { enqueue } from '#app/shared/jobs/queue'
import {
  billingPoliciesChanged,
  creditNoteIssued,
  giftApprovalNeeded,
  invoiceCarried,
  invoiceCollectionFailed,
  invoiceIssued,
  invoiceOverdueNotice,
  invoicePaid,
  invoiceReopened,
  invoiceVoided,
  invoiceWrittenOff,
  lateFeeAdded,
  receivedPaymentRecorded,
  receivedPaymentReversed,
  topUpsPaused,
} from '#app/billing/events'
import { DecideMovement } from '#app/banking/index'
import '#app/banking/events'
import {
  taxCertificateAccepted,
  taxCertificateRefused,
  taxCertificateSubmitted,
  taxExemptionExpiring,
} from '#app/billing/tax_events'
import {
  ApplyFurtherMoney,
  ApplyPayment,
  CarryInvoice,
  CreditGatewayRefund,
  FollowTaxId,
  HoldReferral,
  readPolicies,
  RecordCardEvidence,
  FollowFailedPayment,
  RecordFailedCollection,
  RetryOpenInvoices,
  SettleLostDispute,
  TopUpAutomatically,
  WeighTaxPlace,
} from '#app/billing/index'
import {
  orderAccepted,
  orderCompleted,
  orderFailed,
  orderHeld,
  orderPaymentRefused,
  orderPlaced,
} from '#app/checkout/events'
import {
  AcceptOrder,
  AcceptPaidOrder,
  ConfirmTrialMethod,
  EndLapsedOrder,
  EndOrder,
  FinishOrderLine,
  ReleaseOrder,
  RequestOrderPayment,
} from '#app/checkout/index'
import {
  methodExpiring,
  methodRemoved,
  type DisputeFact,
  disputeAppealOpened,
  disputeDeadlineNear,
  disputeEscalated,
  disputeLossPassedOn,
  disputeLost,
  disputeOpened,
  disputeWithdrawn,
  disputeWon,
  methodSaved,
  methodUpdated,
  payLinkAsked,
  paymentActionRequired,
  paymentAuthorised,
  type PaymentFact,
  paymentCancelled,
  paymentFailed,
  paymentMoreReceived,
  paymentReviewClosed,
  paymentSucceeded,
  paymentWarned,
  refundActionRequired,
  refundApprovalNeeded,
  refundFailed,
  refundSucceeded,
} from '#app/payments/events'
import { CancelPayment, declineCategory, findCollectedInvoice, KeepOrderPayment } from '#app/payments/index'
import { MoveReferral, ReturnCoupons } from '#app/promotions/index'
import { prepareEvidence } from '#app/reporting/index'
import { offerAccepted, offerDeclined, offerExpiring, offerSent } from '#app/offers/events'
import '#app/promotions/events'
import {
  capacityHeld,
  capacityRefused,
  serviceActivated,
  operationCancelled,
  operationFailed,
  serviceCreationFailed,
  serviceResized,
} from '#app/provisioning/events'
import '#app/provisioning/batch_events'
import '#app/provisioning/belonging_events'
import '#app/provisioning/cost_events'
import '#app/provisioning/drift_events'
import '#app/provisioning/panel_events'
import {
  CreateService,
  lockChangeOfFailedWork,
  holdCapacity,
  ReleaseCapacity,
  ResizeToChange,
  SetDesiredState,
  HoldDisputedServices,
} from '#app/provisioning/index'
import {
  subscriptionCancellationScheduled,
  subscriptionCancelled,
  subscriptionChangeCompleted,
  subscriptionChanged,
  subscriptionChangeLapsed,
  subscriptionChangeReverted,
  subscriptionChangeScheduled,
  subscriptionCreated,
  subscriptionRestored,
  subscriptionSuspended,
  subscriptionTrialEnded,
  subscriptionTrialEnding,
  subscriptionTrialStarted,
} from '#app/subscriptions/events'
import {
  subscriptionPriceMoveAnnounced,
  subscriptionPriceMoveWithdrawn,
} from '#app/subscriptions/price_move_events'
import {
  ActivateOrder,
  BeginTrial,
  CancelSubscription,
  CancelSubscriptionsOfInvoice,
  CarryOutChange,
  CompleteChange,
  CreateSubscriptions,
  EndChange,
  findChange,
  findWaitingTrial,
  ForgetMethod,
  GiveTrialBack,
  ReplanInvoiceDays,
  NotePriceNotice,
  RevertChange,
  RestoreSubscriptions,
} from '#app/subscriptions/index'

type Action = abstract new (...args: never[]) => object

/** Makes an action with what it needs. */
function make<T extends Action>(action: T): Promise<InstanceType<T>> {
  return app.container.make(action as never) as Promise<InstanceType<T>>
}

on(orderPlaced, [
  {
    name: 'reserve_capacity_for_order',
    does: 'Looks for room on the panels of the chosen locations; the card is not touched before there is some.',
    run: ({ data }) => enqueue(holdCapacity, { orderId: data.orderId }),
  },
  { name: 'mail_order_received', does: 'Confirms the order by mail.', run: mailOrderReceived },
])

on(capacityHeld, [
  {
    name: 'ask_for_payment_of_order',
    does: 'Lets the customer pay; an order that costs nothing is accepted at once.',
    run: async ({ data }) => void (await (await make(RequestOrderPayment)).execute(data)),
  },
])

on(capacityRefused, [
  {
    name: 'fail_order_without_capacity',
    does: 'Ends the order; nothing was charged or authorised.',
    run: async ({ data }) =>
      void (await (await make(EndOrder)).execute({ orderId: data.orderId, reason: 'capacity_refused' })),
  },
])

on(paymentAuthorised, [
  {
    name: 'accept_order_when_authorised',
    does: 'Accepts the order whose money the bank now holds; money for an order that is over is given back.',
    run: async ({ data }) => {
      if (data.orderId)
        await (await make(AcceptOrder)).execute({ orderId: data.orderId, paymentId: data.paymentId })
    },
  },
  keepCardEvidence('keep_evidence_of_authorised_card'),
])

on(orderAccepted, [
  {
    name: 'create_subscriptions_of_order',
    does: 'Makes one pending subscription for each line.',
    run: async ({ data }) => void (await (await make(CreateSubscriptions)).execute(data)),
  },
  {
    name: 'weigh_place_of_buyer',
    does: 'Weighs what tells where the customer is; where it disagrees, staff find it on their list. Nothing waits for it.',
    run: async ({ customerId }) => {
      if (customerId) await (await make(WeighTaxPlace)).execute({ customerId })
    },
  },
])

on(orderHeld, [
  {
    name: 'mail_order_held',
    does: 'Tells the customer that their payment is being looked at, and that nothing was taken.',
    run: mailOrderHeld,
  },
  {
    name: 'mail_staff_order_held',
    does: 'Asks staff to look at the payment of an order, with what the gateway said about it.',
    run: mailStaffOrderHeld,
  },
])

on(paymentWarned, [
  {
    name: 'mail_staff_payment_warned',
    does: 'Asks staff to let a payment stand that looks risky or is reported as fraud, or to give it back.',
    run: mailStaffPaymentWarned,
  },
])

on(paymentReviewClosed, [
  {
    name: 'release_order_approved_at_gateway',
    does: 'Lets an order go on whose payment somebody approved in the gateway’s own pages.',
    run: async ({ data: { orderId, outcome } }) => {
      if (orderId && outcome === 'approved')
        await (await make(ReleaseOrder)).execute({ orderId, userId: null, note: null })
    },
  },
])

on(paymentCancelled, [
  endLapsedOrder('end_held_order_of_cancelled_payment'),
  {
    name: 'release_cancelled_top_up',
    does: 'Counts money that was to be added to the balance by itself towards no ceiling of the day, when nothing was taken.',
    run: async ({ data: { purpose, paymentId }, customerId }) => {
      if (purpose !== 'top_up' || !customerId) return
      await (await make(TopUpAutomatically)).release({ customerId, paymentId })
    },
  },
])

/** A reaction that ends an order which was held, when the money for it is no longer there. */
function endLapsedOrder(name: string) {
  return {
    name,
    does: 'Ends an order that waits for staff and whose money the bank no longer holds; of any other it changes nothing.',
    run: async ({ data: { orderId } }: Fact<PaymentFact>) => {
      if (orderId) await (await make(EndLapsedOrder)).execute({ orderId })
    },
  }
}

on(subscriptionCreated, [
  {
    name: 'create_service_of_subscription',
    does: 'Makes the service and queues the operation that builds it on the panel.',
    run: async ({ data }) => void (await (await make(CreateService)).execute(data)),
  },
])

on(serviceActivated, [
  {
    name: 'finish_order_line_of_active_service',
    does: 'Marks the line as delivered; the last line completes the order.',
    run: async ({ data }) => {
      if (data.orderLineId)
        await (await make(FinishOrderLine)).execute({ orderLineId: data.orderLineId, outcome: 'active' })
    },
  },
  {
    name: 'mail_service_ready',
    does: 'Tells the customer that the service runs and where to look; never the password.',
    run: mailServiceReady,
  },
])

on(serviceCreationFailed, [
  {
    name: 'end_subscription_of_failed_service',
    does: 'Ends the pending subscription; it never cost anything.',
    run: async ({ data }) =>
      void (await (
        await make(CancelSubscription)
      ).execute({ subscriptionId: data.subscriptionId, when: 'now', reason: 'creation_failed' })),
  },
  {
    name: 'finish_order_line_of_failed_service',
    does: 'Marks the line as failed; an order without any running service fails as a whole.',
    run: async ({ data }) => {
      if (data.orderLineId)
        await (await make(FinishOrderLine)).execute({ orderLineId: data.orderLineId, outcome: 'failed' })
    },
  },
])

on(orderCompleted, [
  {
    name: 'activate_and_invoice_order',
    does: 'Begins the first periods, issues the invoice from the quote, and takes what was authorised for the services that run.',
    run: async ({ data }) => void (await (await make(ActivateOrder)).execute(data)),
  },
  {
    name: 'begin_trial_of_order',
    does: 'Begins the free days of an order that is a trial; nothing is invoiced yet.',
    run: async ({ data }) => void (await (await make(BeginTrial)).execute(data)),
  },
])

on(offerSent, [
  {
    name: 'mail_offer',
    does: 'Sends the quote to whom it is for, with the link to answer it.',
    run: mailOffer,
  },
])

on(offerExpiring, [
  { name: 'mail_offer_reminder', does: 'Reminds of a quote that ends soon.', run: mailOfferReminder },
])

on(offerAccepted, [
  {
    name: 'mail_staff_offer_answered',
    does: 'Tells staff that somebody accepted a quote.',
    run: mailStaffOfferAnswered,
  },
])

on(offerDeclined, [
  {
    name: 'mail_staff_offer_declined',
    does: 'Tells staff that somebody declined a quote, and why.',
    run: mailStaffOfferAnswered,
  },
])

on(orderFailed, [
  {
    name: 'let_go_of_authorisation',
    does: 'Cancels the authorisation of the order, so that the bank frees the money.',
    run: async ({ data }) => void (await (await make(CancelPayment)).execute({ orderId: data.orderId })),
  },
  {
    name: 'release_money_of_order',
    does: 'Frees what was taken for the order already: the customer may spend it on something else.',
    run: async ({ data }) => void (await (await make(KeepOrderPayment)).release({ orderId: data.orderId })),
  },
  {
    name: 'release_capacity_of_order',
    does: 'Frees the room that was kept on the panels.',
    run: async ({ data }) => void (await (await make(ReleaseCapacity)).execute(data.orderId)),
  },
  {
    name: 'return_coupons_of_order',
    does: 'Gives back the uses of the coupons it was placed with.',
    run: async ({ data }) => void (await (await make(ReturnCoupons)).execute(data)),
  },
  {
    name: 'give_trial_of_order_back',
    does: 'Lets the trial of the order count for nothing, so that its customer may have it later.',
    run: async ({ data }) => void (await (await make(GiveTrialBack)).execute(data)),
  },
  {
    name: 'mail_order_failed',
    does: 'Tells the customer that nothing was charged, and why.',
    run: mailOrderFailed,
  },
  {
    name: 'mail_staff_order_failed',
    does: 'Tells staff, unless the customer changed their mind.',
    run: mailStaffOrderFailed,
  },
])

on(orderPaymentRefused, [
  {
    name: 'give_back_late_authorisation',
    does: 'Cancels an authorisation that came after its order was over.',
    run: async ({ data }) => void (await (await make(CancelPayment)).execute({ orderId: data.orderId })),
  },
])

on(paymentSucceeded, [
  {
    name: 'accept_order_when_paid',
    does: 'Accepts the order whose money was taken at once, because its gateway cannot hold any; of an order that is over it stays on the balance.',
    run: async ({ data }) => {
      const { orderId, invoiceId, paymentId } = data
      if (orderId && !invoiceId)
        await (await make(AcceptPaidOrder)).execute({ orderId, paymentId, amount: BigInt(data.amount) })
    },
  },
  {
    name: 'settle_invoice_with_payment',
    does: 'Applies the money to its invoice or to each of several; what is too much stays on the balance. A top-up pays what is due already.',
    run: async ({ data, customerId }) => {
      const { invoiceId, paymentId, amount, purpose } = data
      const input = { paymentId, customerId: customerId!, invoiceId, purpose, amount: BigInt(amount) }
      await (await make(ApplyPayment)).execute(input)
    },
  },
  { name: 'mail_payment_received', does: 'Sends the receipt.', run: mailPaymentReceived },
  keepCardEvidence('keep_evidence_of_paying_card'),
])

on(refundSucceeded, [
  {
    name: 'credit_invoice_of_gateway_refund',
    does: 'Takes back as much of the paid invoice as somebody refunded in the own pages of the gateway.',
    run: async ({ data, customerId }) => {
      const { refundId, invoiceId, currency, origin } = data
      if (origin !== 'gateway') return
      await (
        await make(CreditGatewayRefund)
      ).execute({ refundId, customerId: customerId!, invoiceId, currency })
    },
  },
  { name: 'mail_refund_sent', does: 'Says that money went back, and where to.', run: mailRefundSent },
])

on(refundActionRequired, [
  {
    name: 'mail_refund_to_claim',
    does: 'Sends the link under which the customer says where the coins are to go.',
    run: mailRefundToClaim,
  },
])

on(refundFailed, [
  {
    name: 'mail_refund_failed',
    does: 'Says that a refund did not arrive and that its money lies on the balance.',
    run: mailRefundFailed,
  },
  {
    name: 'mail_staff_refund_failed',
    does: 'Tells staff of it, so that they find another way.',
    run: mailStaffRefundFailed,
  },
])

on(refundApprovalNeeded, [
  {
    name: 'mail_staff_refund_to_approve',
    does: 'Asks staff to agree to a refund that somebody else asked for.',
    run: mailStaffRefundToApprove,
  },
])

on(giftApprovalNeeded, [
  {
    name: 'mail_staff_gift_to_approve',
    does: 'Asks staff to agree to a gift that is more than somebody else may give alone.',
    run: mailStaffGiftToApprove,
  },
])

on(disputeOpened, [
  {
    name: 'prepare_evidence_of_dispute',
    does: 'Queues the writing of what our records know against it, for staff to go on from.',
    run: ({ data: { disputeId } }) => enqueue(prepareEvidence, { disputeId }),
  },
  ...followWithheldMoney(''),
  {
    name: 'mail_staff_dispute_opened',
    does: 'Tells staff of it, with the day until which an answer counts.',
    run: mailStaffDisputeOpened,
  },
])

on(disputeEscalated, [
  ...followWithheldMoney('_after_inquiry'),
  {
    name: 'mail_staff_dispute_escalated',
    does: 'Tells staff that an inquiry became a dispute, and until when an answer counts.',
    run: mailStaffDisputeOpened,
  },
])

on(disputeDeadlineNear, [
  {
    name: 'mail_staff_dispute_deadline',
    does: 'Reminds staff that an answer is due and that nobody has handed one in.',
    run: mailStaffDisputeDeadline,
  },
])

on(disputeAppealOpened, [
  {
    name: 'mail_staff_dispute_appeal',
    does: 'Tells staff that a lost dispute may be appealed, and until when.',
    run: mailStaffDisputeOpened,
  },
])

on(disputeWon, [
  liftDisputeHolds('lift_hold_of_won_dispute'),
  takeBackLoss('take_back_loss_of_won_dispute'),
  ...tellOfEnd('won'),
])
on(disputeWithdrawn, [
  liftDisputeHolds('lift_hold_of_withdrawn_dispute'),
  takeBackLoss('take_back_loss_of_withdrawn_dispute'),
  ...tellOfEnd('withdrawn'),
])
on(disputeLost, [
  {
    name: 'settle_lost_dispute_by_policy',
    does: 'Has the invoices owed again that the payment had paid, or credits them, where the policy says so.',
    run: async ({ data: { disputeId } }: Fact<DisputeFact>) => {
      const { lostDisputes } = readPolicies(currentTenant().policies)
      if (lostDisputes === 'loss') return
      const settled = await (await make(SettleLostDispute)).execute({ disputeId, treatment: lostDisputes })
      // A payment that a bank may be deciding about is waited for.
      if (!settled.ok && settled.error.type === 'payment_under_way') throw new Error('A payment is under way')
    },
  },
  mailStaffDecision('lost'),
])

on(disputeLossPassedOn, [
  {
    name: 'lift_hold_of_owed_dispute',
    does: 'Lets services go on whose invoice is owed again: its days of dunning decide from now on.',
    run: async ({ data }) => {
      if (data.treatment !== 'owed') return
      await (await make(HoldDisputedServices)).lift({ paymentId: data.paymentId, reason: 'owed again' })
    },
  },
  {
    name: 'mail_dispute_owed',
    does: 'Tells the customer that invoices are due again because the bank took their payment back.',
    run: mailDisputeOwed,
  },
])

/** A reaction that gives a customer back what a dispute had cost them that was won after all. */
function takeBackLoss(name: string) {
  return {
    name,
    does: 'Puts on the balance, and so on what is due, what had been passed on when it was lost.',
    run: async ({ data }: Fact<DisputeFact>) => (await make(SettleLostDispute)).takeBack(data),
  }
}

/** What follows when a bank has taken money back, at once or after it had only asked. */
function followWithheldMoney(suffix: string) {
  return [
    {
      name: `hold_services_of_disputed_payment${suffix}`,
      does: 'Suspends the services that it paid for, where the policy says so and the bank has taken the money.',
      run: async ({ data }: Fact<DisputeFact>) => {
        if (data.isWithheld) await (await make(HoldDisputedServices)).execute(data)
      },
    },
    {
      name: `take_back_referral_of_disputed_invoice${suffix}`,
      does: 'Takes back the waiting rewards of a referral whose invoice a bank took back.',
      run: async ({ data: { invoiceId, isWithheld } }: Fact<DisputeFact>) => {
        if (invoiceId && isWithheld) await (await make(MoveReferral)).takeBack({ invoiceId })
      },
    },
    {
      name: `mail_dispute_opened${suffix}`,
      does: 'Tells the customer, where the policy suspends the services and the bank has taken the money.',
      run: mailDisputeOpened,
    },
  ]
}

/** A reaction that lets services go on whose payment is ours again. */
function liftDisputeHolds(name: string) {
  return {
    name,
    does: 'Lets the services go on that were suspended for the dispute.',
    run: async ({ data }: Fact<DisputeFact>) => (await make(HoldDisputedServices)).lift(data),
  }
}

function tellOfEnd(outcome: string) {
  return [
    {
      name: `mail_dispute_over_when_${outcome}`,
      does: 'Tells the customer that services go on, where they were suspended for it.',
      run: mailDisputeOver,
    },
    mailStaffDecision(outcome),
  ]
}

function mailStaffDecision(outcome: string) {
  return {
    name: `mail_staff_dispute_${outcome}`,
    does: 'Tells staff how the dispute ended.',
    run: mailStaffDisputeDecided,
  }
}

on(receivedPaymentRecorded, [
  { name: 'mail_received_payment', does: 'Sends the receipt.', run: mailReceivedPayment },
])

on(paymentMoreReceived, [
  {
    name: 'apply_further_money',
    does: 'Pays with it what its payment was for, as far as that is unpaid; the rest stays on the balance.',
    run: async ({ customerId, data }) => {
      const { receiptId, paymentId, invoiceId, purpose, amount } = data
      const input = {
        receiptId,
        paymentId,
        customerId: customerId!,
        invoiceId,
        purpose,
        amount: BigInt(amount),
      }
      await (await make(ApplyFurtherMoney)).execute(input)
    },
  },
  { name: 'mail_further_money', does: 'Sends the receipt.', run: mailMoreReceived },
])

on(receivedPaymentReversed, [
  {
    name: 'mail_received_payment_reversed',
    does: 'Tells the customer that a payment was taken back, why, and what is owed again.',
    run: mailReceivedPaymentReversed,
  },
  {
    name: 'release_movement_of_reversed_payment',
    does: 'Puts the transfer behind the payment before staff again, when they took it back on its customer’s page.',
    run: async ({ data: { cause, receivedPaymentId } }) => {
      if (cause === 'staff') await (await make(DecideMovement)).release(receivedPaymentId)
    },
  },
])

on(paymentFailed, [
  endLapsedOrder('end_held_order_of_failed_payment'),
  {
    name: 'try_next_method_or_plan',
    does: 'Charges the next saved method of the customer at once; when all were declined, plans the next try by the dunning policy and the reason.',
    run: async ({ data }) => {
      const { paymentId, failure, isOffSession } = data
      const invoiceId = data.invoiceId ?? (await findCollectedInvoice(paymentId))
      if (!invoiceId) return
      const failed = { paymentId, reason: declineCategory(failure), code: failure?.code ?? null }
      await (await make(FollowFailedPayment)).execute({ invoiceId, isOffSession, ...failed })
    },
  },
  {
    name: 'mail_charge_declined',
    does: 'Says that several invoices, which staff charged at once, were declined.',
    run: mailChargeDeclined,
  },
  {
    name: 'pause_automatic_top_ups',
    does: 'Adds nothing to the balance by itself any more when such a charge was declined.',
    run: async ({ data: { purpose, isOffSession, paymentId }, customerId }) => {
      if (purpose !== 'top_up' || !isOffSession || !customerId) return
      await (await make(TopUpAutomatically)).pauseAfter({ customerId, reason: 'declined', paymentId })
    },
  },
])

on(topUpsPaused, [
  {
    name: 'mail_top_ups_paused',
    does: 'Tells the customer that money could not be added to the balance by itself, and that it waits for them.',
    run: mailTopUpsPaused,
  },
])

on(methodSaved, [
  {
    name: 'retry_open_invoices_with_new_method',
    does: 'Charges what is due, and not promised to be paid later, with the new card right away.',
    run: async ({ customerId }) => {
      if (customerId) await (await make(RetryOpenInvoices)).execute({ customerId })
    },
  },
  {
    name: 'begin_trial_with_saved_method',
    does: 'Goes on with the order of a trial that waits for a payment method; a card that began a trial before is refused there.',
    run: async ({ customerId, data: { paymentMethodId } }) => {
      const trial = customerId ? await inReadTransaction(() => findWaitingTrial(customerId)) : null
      if (!trial || !customerId) return
      await (await make(ConfirmTrialMethod)).execute({ orderId: trial.orderId, customerId, paymentMethodId })
    },
  },
])

on(invoicePaid, [
  {
    name: 'restore_subscriptions_of_paid_invoice',
    does: 'Ends past due and suspension of the subscriptions on it when nothing else is due.',
    run: async ({ data }) => void (await (await make(RestoreSubscriptions)).execute(data)),
  },
  {
    name: 'carry_out_paid_change',
    does: 'Makes the change of a subscription true that the invoice was for.',
    run: async ({ data }) => void (await (await make(CarryOutChange)).execute(data)),
  },
  {
    name: 'hold_referral_of_first_invoice',
    does: 'Sets the rewards of a referral aside when a customer who was brought pays a first invoice.',
    run: async ({ data }) => void (await (await make(HoldReferral)).execute(data)),
  },
])

on(invoiceCarried, [
  {
    name: 'restore_subscriptions_of_carried_invoice',
    does: 'Ends past due and suspension of the subscriptions on it when nothing else is due.',
    run: async ({ data }) => void (await (await make(RestoreSubscriptions)).execute(data)),
  },
])

on(subscriptionChanged, [
  {
    name: 'resize_service_of_changed_subscription',
    does: 'Queues the work that gives the service what is paid for now; a change that asks nothing of it is complete.',
    run: async ({ data }) => {
      const { subscriptionId, changeId, needsResize } = data
      const change = await findChange(subscriptionId)
      if (change?.id !== changeId) return
      const { content } = change
      const work = needsResize
        ? await (await make(ResizeToChange)).execute({ subscriptionId, changeId, content })
        : null
      if (!work) await (await make(CompleteChange)).execute({ subscriptionId })
    },
  },
])

on(serviceResized, [
  {
    name: 'complete_change_of_resized_service',
    does: 'Closes the change of its subscription that the resize carried out.',
    run: async ({ data }) => void (await (await make(CompleteChange)).execute(data)),
  },
])

on(subscriptionChangeScheduled, [
  {
    name: 'mail_change_scheduled',
    does: 'Confirms what changes and from which day.',
    run: mailChangeScheduled,
  },
])

on(subscriptionChangeCompleted, [
  {
    name: 'mail_change_completed',
    does: 'Says that the service has its new size and price.',
    run: mailChangeCompleted,
  },
])

on(subscriptionChangeLapsed, [
  {
    name: 'mail_change_lapsed',
    does: 'Says that an unpaid change will not take place.',
    run: mailChangeLapsed,
  },
])

on(subscriptionPriceMoveAnnounced, [
  {
    name: 'mail_price_change',
    does: 'Tells the customer of the old and the new price, the first day, and how to cancel.',
    run: mailPriceChange,
  },
])

on(subscriptionPriceMoveWithdrawn, [
  {
    name: 'mail_price_change_withdrawn',
    does: 'Tells a customer who was told of another price that theirs stays.',
    run: mailPriceChangeWithdrawn,
  },
])

on(messageSent, [
  {
    name: 'note_price_notice',
    does: 'Counts the days of notice of a higher price from the day on which its mail left.',
    run: async ({ data }) => {
      if (data.subjectKind !== priceNoticeSubject) return
      const { subjectId: entryId, sentAt } = data
      await (await make(NotePriceNotice)).execute({ entryId, sentAt: new Date(sentAt) })
    },
  },
])

on(invoiceVoided, [
  {
    name: 'end_change_of_voided_invoice',
    does: 'Lets the change go that the invoice was for.',
    run: async ({ data }) => (await make(EndChange)).executeForInvoice(data.invoiceId),
  },
  {
    name: 'restore_subscriptions_of_voided_invoice',
    does: 'Ends past due and suspension of the subscriptions on it when nothing else is due.',
    run: async ({ data }) => void (await (await make(RestoreSubscriptions)).execute(data)),
  },
])

on(invoiceWrittenOff, [
  {
    name: 'cancel_subscriptions_of_written_off_invoice',
    does: 'Ends the subscriptions that were never paid for; their services are removed.',
    run: async ({ data }) => {
      const { invoiceId, reason } = data
      await (await make(CancelSubscriptionsOfInvoice)).execute({ invoiceId, reason })
    },
  },
])

on(subscriptionTrialStarted, [
  {
    name: 'mail_trial_started',
    does: 'Says until when the service is free, and what is charged then.',
    run: mailTrialStarted,
  },
])

on(subscriptionTrialEnding, [
  { name: 'mail_trial_ending', does: 'Says that the free days end, and what to do.', run: mailTrialEnding },
])

on(subscriptionTrialEnded, [
  {
    name: 'mail_trial_ended',
    does: 'Says that an unpaid trial is over, and that nothing is owed.',
    run: mailTrialEnded,
  },
])

on(subscriptionSuspended, [
  steer('suspend_service_of_subscription', 'Stops and locks the service on its panel.', 'suspended'),
  {
    name: 'mail_service_suspended',
    does: 'Tells the customer that the service stopped, and how to start it again.',
    run: mailServiceSuspended,
  },
])
on(subscriptionRestored, [
  steer('resume_service_of_subscription', 'Lets the service run again.', 'running'),
  {
    name: 'mail_service_restored',
    does: 'Tells the customer that the service runs again.',
    run: mailServiceRestored,
  },
])
on(subscriptionCancelled, [
  endChange('end_change_of_cancelled_subscription'),
  steer('remove_service_of_subscription', 'Removes the service from its panel for good.', 'gone'),
  {
    name: 'mail_cancelled',
    does: 'Says goodbye, or that the service was removed because it stayed unpaid.',
    run: mailCancelled,
  },
])

/** Work that carried out a change and ended without success; where more has happened since, staff decide. */
async function revertChange({ data }: Fact<{ operationId: string; reason: string }>): Promise<void> {
  const changeId = await lockChangeOfFailedWork(data.operationId)
  if (changeId) await (await make(RevertChange)).execute({ changeId, reason: data.reason })
}

/** A reaction that calls off a change which has not taken place: the subscription ends. */
function endChange(name: string) {
  return {
    name,
    does: 'Calls off a change that has not taken place; its unpaid invoice is taken back.',
    run: async ({ name: fact, data }: Fact<{ subscriptionId: string }>) => {
      // What the next period is invoiced for already stays, as long as that period may come.
      const reason = fact === subscriptionCancelled.name ? 'cancelled' : 'ending'
      const { subscriptionId } = data
      await (await make(EndChange)).execute({ subscriptionId, move: 'withdraw', reason })
    },
  }
}

/** A reaction that keeps where a paying card is from, as evidence of where its customer is. */
function keepCardEvidence(name: string) {
  return {
    name,
    does: 'Keeps the country of the card or account that paid, as evidence of where the customer is.',
    run: async ({ data, customerId }: Fact<PaymentFact & { methodCountry?: string | null }>) => {
      const { orderId, paymentId, methodCountry: country } = data
      if (customerId && country)
        await (await make(RecordCardEvidence)).execute({ customerId, orderId, paymentId, country })
    },
  }
}

/** A reaction that changes what a subscription's service should be; the reconciler drives the panel there. */
function steer(name: string, does: string, desired: 'running' | 'suspended' | 'gone') {
  return {
    name,
    does,
    run: async ({ data }: Fact<{ subscriptionId: string }>) =>
      void (await (await make(SetDesiredState)).execute({ subscriptionId: data.subscriptionId, desired })),
  }
}

on(methodExpiring, [
  {
    name: 'mail_method_expiring',
    does: 'Asks for another card before the saved one ends, and says when it has.',
    run: mailMethodExpiring,
  },
])

on(methodUpdated, [
  {
    name: 'retry_open_invoices_with_renewed_card',
    does: 'Charges what is due, and not promised to be paid later, right away: the bank renewed a card that may have been refused for its end.',
    run: async ({ customerId }) => {
      if (customerId) await (await make(RetryOpenInvoices)).execute({ customerId })
    },
  },
  {
    name: 'mail_method_updated',
    does: 'Tells the customer that the bank renewed a saved card, and which is charged from now on.',
    run: mailMethodUpdated,
  },
])

on(payLinkAsked, [
  {
    name: 'mail_pay_link',
    does: 'Sends a new link to the customer’s own addresses, where something is still due.',
    run: mailPayLink,
  },
])

on(methodRemoved, [
  {
    name: 'forget_chosen_method',
    does: 'Lets what was renewed with the method be renewed with the default one.',
    run: async ({ data }) => void (await (await make(ForgetMethod)).execute(data)),
  },
  {
    name: 'reconsider_carried_invoices',
    does: 'Tries what was too small to be charged alone once more: with another method, or without one it is dunned from today on.',
    run: async ({ customerId }) => {
      if (customerId) await (await make(CarryInvoice)).reconsider({ customerId })
    },
  },
  {
    name: 'mail_method_revoked',
    does: 'Tells the customer that a method cannot be charged any more, when it was ended at the bank or the gateway and not here.',
    run: mailMethodRevoked,
  },
])

on(paymentActionRequired, [
  {
    name: 'mail_authentication_required',
    does: 'Asks the customer to confirm the charge at their bank, with a link.',
    run: mailAuthenticationRequired,
  },
  {
    name: 'await_confirmation_of_charge',
    does: 'Plans no further try of the invoice: charging the same card again could not help.',
    run: async ({ data }) => {
      const { paymentId } = data
      const invoiceId = data.invoiceId ?? (await findCollectedInvoice(paymentId))
      if (!invoiceId) return
      const reason = 'authentication_required'
      await (await make(RecordFailedCollection)).execute({ invoiceId, paymentId, reason, code: reason })
    },
  },
  {
    name: 'pause_top_ups_to_confirm',
    does: 'Adds nothing to the balance by itself while the bank wants the customer.',
    run: async ({ data: { purpose, paymentId }, customerId }) => {
      if (purpose !== 'top_up' || !customerId) return
      await (await make(TopUpAutomatically)).pauseAfter({ customerId, reason: 'action_required', paymentId })
    },
  },
])

on(lateFeeAdded, [
  {
    name: 'mail_late_fee_added',
    does: 'Says what paying late costs, and that it is on the next invoice.',
    run: mailLateFeeAdded,
  },
])

on(billingPoliciesChanged, [
  {
    name: 'replan_invoice_days',
    does: 'Sets anew on which day each renewal is invoiced, when the lead or the grouping changed.',
    run: async ({ data }) => {
      if (data.movesInvoiceDays) await (await make(ReplanInvoiceDays)).execute()
    },
  },
])

on(creditNoteIssued, [
  { name: 'mail_credit_note_issued', does: 'Sends what was taken back.', run: mailCreditNoteIssued },
  {
    name: 'take_back_referral_of_invoice',
    does: 'Takes back the waiting rewards of a referral whose invoice is refunded.',
    run: async ({ data }) => void (await (await make(MoveReferral)).takeBack(data)),
  },
])

on(invoiceReopened, [
  {
    name: 'take_back_referral_of_reopened_invoice',
    does: 'Takes back the waiting rewards of a referral whose invoice is owed again.',
    run: async ({ data }) => void (await (await make(MoveReferral)).takeBack(data)),
  },
])

on(invoiceIssued, [{ name: 'mail_invoice_issued', does: 'Sends the invoice.', run: mailInvoiceIssued }])

on(invoiceCollectionFailed, [
  {
    name: 'mail_collection_failed',
    does: 'Tells the customer what failed and when it is tried again.',
    run: mailCollectionFailed,
  },
])

on(invoiceOverdueNotice, [
  {
    name: 'mail_overdue_notice',
    does: 'Warns before suspension and before termination.',
    run: mailOverdueNotice,
  },
])

on(subscriptionCancellationScheduled, [
  endChange('end_change_of_ending_subscription'),
  {
    name: 'mail_cancellation_scheduled',
    does: 'Confirms until when the service runs.',
    run: mailCancellationScheduled,
  },
])

on(subscriptionChangeReverted, [
  {
    name: 'mail_change_reverted',
    does: 'Says that the change could not be made, and where its money is.',
    run: mailChangeReverted,
  },
])

on(operationCancelled, [
  {
    name: 'revert_change_of_cancelled_resize',
    does: 'Takes the change of a subscription back that staff called off on the panel, with its money.',
    run: revertChange,
  },
])

on(operationFailed, [
  {
    name: 'revert_change_of_failed_resize',
    does: 'Takes the change of a subscription back that the panel refused for good, with its money.',
    run: revertChange,
  },
  {
    name: 'mail_staff_operation_failed',
    does: 'Asks staff to look at work that ended without success.',
    run: mailStaffOperationFailed,
  },
])

on(customerCreated, [{ name: 'mail_welcome', does: 'Welcomes the customer.', run: mailWelcome }])

on(customerUpdated, [
  {
    name: 'follow_tax_id_of_customer',
    does: 'Has a new tax id checked with its authority; until it is confirmed the customer pays as a consumer.',
    run: async ({ data }) => {
      const { customerId, changed } = data
      if (changed.includes('tax_id') || changed.includes('country'))
        await (await make(FollowTaxId)).execute({ customerId })
    },
  },
  {
    name: 'weigh_place_of_moved_customer',
    does: 'Weighs anew what tells where the customer is when the country is another one.',
    run: async ({ data: { customerId, changed } }) => {
      if (changed.includes('country')) await (await make(WeighTaxPlace)).execute({ customerId })
    },
  },
])

on(taxCertificateSubmitted, [
  {
    name: 'mail_staff_certificate_submitted',
    does: 'Asks staff to look at a certificate of exemption.',
    run: mailStaffCertificateSubmitted,
  },
])

on(taxCertificateAccepted, [
  {
    name: 'mail_certificate_accepted',
    does: 'Says that a certificate counts now.',
    run: mailCertificateAccepted,
  },
])

on(taxCertificateRefused, [
  {
    name: 'mail_certificate_refused',
    does: 'Says why a certificate was not accepted.',
    run: mailCertificateRefused,
  },
])

on(taxExemptionExpiring, [
  {
    name: 'mail_exemption_expiring',
    does: 'Says that a certificate ends or ended, and that tax is charged again from then on.',
    run: mailExemptionExpiring,
  },
])

on(passwordResetRequested, [
  { name: 'mail_password_reset', does: 'Sends the link that sets a new password.', run: mailPasswordReset },
])

on(passwordChanged, [{ name: 'mail_password_changed', does: 'Tells the person.', run: mailPasswordChanged }])

on(exportReady, [
  { name: 'mail_export_ready', does: 'Tells who asked where it can be downloaded.', run: mailExportReady },
])

on(erasureAsked, [
  {
    name: 'mail_erasure_asked',
    does: 'Tells the owners on which day the customer is forgotten, and how to take it back.',
    run: mailErasureAsked,
  },
])

on(emailLinkMade, [
  { name: 'mail_email_link', does: 'Sends the link to the address that it proves.', run: mailEmailLink },
])

on(emailChanged, [
  {
    name: 'follow_address_of_owner',
    does: 'Writes bills that went to the old address of an owner to the new one.',
    run: async ({ data }) => (await app.container.make(FollowEmailChange)).execute(data),
  },
])

on(staffMentioned, [
  {
    name: 'mail_staff_mentioned',
    does: 'Tells those whom the note is addressed to.',
    run: mailStaffMentioned,
  },
])

on(signUpAsked, [
  {
    name: 'mail_asked_sign_up',
    does: 'Sends the link that finishes it to the address, or tells its owner that there is an account.',
    run: mailAskedSignUp,
  },
])

on(knownAddressTried, [
  { name: 'mail_known_address', does: 'Tells the person whose address it is.', run: mailKnownAddress },
])

on(impersonationBegun, [
  {
    name: 'mail_support_visit',
    does: 'Tells the person who acts in their name, why and for how long.',
    run: mailSupportVisit,
  },
])

on(newBrowserSeen, [
  { name: 'mail_new_browser', does: 'Tells the person when, from where and with what.', run: mailNewBrowser },
])

on(secondFactorAdded, [{ name: 'mail_factor_added', does: 'Tells the person.', run: mailFactorAdded }])

on(signInRulesChanged, [
  {
    name: 'mail_factor_wanted',
    does: 'Where a second factor is asked of customers from some day on, tells those who have none.',
    run: mailFactorWanted,
  },
])

on(secondFactorRemoved, [{ name: 'mail_factor_removed', does: 'Tells the person.', run: mailFactorRemoved }])

on(signInLinked, [{ name: 'mail_sign_in_linked', does: 'Tells the person.', run: mailSignInLinked }])

on(signInUnlinked, [{ name: 'mail_sign_in_unlinked', does: 'Tells the person.', run: mailSignInUnlinked }])

on(recoveryCodeUsed, [
  { name: 'mail_recovery_code_used', does: 'Tells the person.', run: mailRecoveryCodeUsed },
])

on(personInvited, [
  { name: 'mail_invitation', does: 'Sends the link of the invitation.', run: mailInvitation },
])
