import { job } from '#app/shared/jobs/job'

/** Makes the pending call of a payment, or asks the gateway where the payment stands. */
export const refreshPaymentJob = job<{ paymentId: string }>('payments.refresh_payment', 'critical')
/** Messages that came together; each is followed by itself. */
export const handleWebhooksJob = job<{ messageIds: string[] }>('payments.handle_webhooks', 'critical')
export const finishMethodSetupJob = job<{ setupId: string }>('payments.finish_method_setup', 'critical')
/** Tells the gateway to forget a card that we no longer keep. */
export const detachMethodJob = job<{ paymentMethodId: string }>('payments.detach_method', 'normal')
/** Asks the gateway for a refund, or where it stands. */
export const refreshRefundJob = job<{ refundId: string }>('payments.refresh_refund', 'critical')
/** Makes the pending call about a dispute, or asks where it stands. */
export const refreshDisputeJob = job<{ disputeId: string }>('payments.refresh_dispute', 'critical')
/** Asks a gateway for disputes of which no message came. */
export const lookForDisputesJob = job<{ gatewayId: string; since: string }>(
  'payments.look_for_disputes',
  'normal'
)
/** Fetches and takes down what a gateway did with our money. */
export const settleGatewayJob = job<{ gatewayId: string }>('payments.settle_gateway', 'normal')

/** A job for each message would cost as much as keeping it; one for all would let a slow answer delay the rest. */
const messagesPerJob = 5

/** Messages shared out among jobs. */
export function shareOut(messageIds: readonly string[]): { messageIds: string[] }[] {
  return Array.from({ length: Math.ceil(messageIds.length / messagesPerJob) }, (_, index) => ({
    messageIds: messageIds.slice(index * messagesPerJob, (index + 1) * messagesPerJob),
  }))
}
