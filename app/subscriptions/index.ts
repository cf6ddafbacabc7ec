/** The door of subscriptions: what other domains may use. */
export { EraseTrials } from '#app/subscriptions/actions/erase_trials'
export { AdoptSubscription } from '#app/subscriptions/actions/adopt_subscription'
export { ActivateOrder } from '#app/subscriptions/actions/activate_order'
export { CarryOutChange } from '#app/subscriptions/actions/carry_out_change'
export { CompleteChange } from '#app/subscriptions/actions/complete_change'
export { ForgetMethod } from '#app/subscriptions/actions/forget_method'
export { EndChange, type EndChangeError } from '#app/subscriptions/actions/end_change'
export { RevertChange } from '#app/subscriptions/actions/revert_change'
export {
  RequestChange,
  type RequestChangeError,
  type RequestChangeInput,
} from '#app/subscriptions/actions/request_change'
export type { ChangeRefusal, ServiceLimits } from '#app/subscriptions/domain/change'
export {
  promisedChangeStatuses,
  type SubscriptionChange,
} from '#app/subscriptions/domain/subscription_change'
export {
  type ChangeError,
  type ChangeWish,
  PrepareChange,
  type PreparedChange,
} from '#app/subscriptions/queries/prepare_change'
export {
  type ChangeSeen,
  findChange,
  findChangeStatus,
  listChanges,
} from '#app/subscriptions/queries/find_change'
export {
  changeShape,
  preparedChangeShape,
  showChange,
  showPreparedChange,
} from '#app/subscriptions/http/transformers/change_transformers'
export { findSubscriptionContent } from '#app/subscriptions/queries/find_change'
export { CancelSubscription } from '#app/subscriptions/actions/cancel_subscription'
export { CancelSubscriptionsOfInvoice } from '#app/subscriptions/actions/cancel_subscriptions_of_invoice'
export { CreateSubscriptions } from '#app/subscriptions/actions/create_subscriptions'
export { ReplanInvoiceDays } from '#app/subscriptions/actions/replan_invoice_days'
export { RestoreSubscriptions } from '#app/subscriptions/actions/restore_subscriptions'
export { TerminateSubscription } from '#app/subscriptions/actions/terminate_subscription'
export { WithdrawCancellation } from '#app/subscriptions/actions/withdraw_cancellation'
export { CreatePriceMove } from '#app/subscriptions/actions/create_price_move'
export { NotePriceNotice } from '#app/subscriptions/actions/note_price_notice'
export { WithdrawPriceMove } from '#app/subscriptions/actions/withdraw_price_move'
export { type AgreedItem, agreedItemOn, type ItemMove } from '#app/subscriptions/domain/price_move'
export { listItemMoves } from '#app/subscriptions/records/price_moves'
export { alignItem, firstShare } from '#app/subscriptions/domain/alignment'
export { findAlignment } from '#app/subscriptions/queries/find_alignment'
export { discountedItem, isPaidAtFirst } from '#app/subscriptions/domain/ordered_parts'
export type { Subscription } from '#app/subscriptions/domain/subscription'
export type { SubscriptionStatus } from '#app/subscriptions/domain/subscription_state'
export { PreviewCancellation } from '#app/subscriptions/queries/preview_cancellation'
export {
  type DueNotInvoiced,
  listDueNotInvoiced,
  type OverlookedRenewals,
} from '#app/subscriptions/queries/list_due_not_invoiced'
export {
  findSubscription,
  type ListedSubscription,
  listSubscriptions,
  type SubscriptionSearch,
} from '#app/subscriptions/queries/list_subscriptions'
export {
  showSubscription,
  type SubscriptionShown,
} from '#app/subscriptions/http/transformers/subscription_transformers'
export { type ForecastOfCustomer, ForecastRenewals } from '#app/subscriptions/queries/forecast_renewals'
export { BeginTrial } from '#app/subscriptions/actions/begin_trial'
export { BindTrialMethod, type BindTrialMethodError } from '#app/subscriptions/actions/bind_trial_method'
export { ClaimTrial, type ClaimTrialError } from '#app/subscriptions/actions/claim_trial'
export { GiveTrialBack } from '#app/subscriptions/actions/give_trial_back'
export { findTrialEligibility } from '#app/subscriptions/queries/find_trial_eligibility'
export { findTrialOfOrder, findWaitingTrial, type Trial } from '#app/subscriptions/records/trials'
