import { defineAsyncComponent } from 'vue'

/** Parts of an invoice's page that most of its readers never see, loaded when they are wanted. */
export const ActionDialog = defineAsyncComponent(() => import('~/components/reporting/action_dialog.vue'))
export const CreditAction = defineAsyncComponent(() => import('~/components/reporting/credit_action.vue'))
export const PromiseDialog = defineAsyncComponent(() => import('~/components/reporting/promise_dialog.vue'))
export const PlaceEvidence = defineAsyncComponent(() => import('~/components/billing/tax/place_evidence.vue'))
export const RefundList = defineAsyncComponent(() => import('~/components/refunds/refund_list.vue'))
export const InvoiceFollowUp = defineAsyncComponent(
  () => import('~/components/billing/policies/invoice_follow_up.vue')
)
