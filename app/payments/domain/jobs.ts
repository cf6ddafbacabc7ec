import { job } from '#app/shared/jobs/job'

/** Makes the pending call of a payment, or asks the gateway where the payment stands. */
export const refreshPaymentJob = job<{ paymentId: string }>('payments.refresh_payment', 'critical')
export const handleWebhookJob = job<{ messageId: string }>('payments.handle_webhook', 'critical')
export const finishMethodSetupJob = job<{ setupId: string }>('payments.finish_method_setup', 'critical')
/** Tells the gateway to forget a card that we no longer keep. */
export const detachMethodJob = job<{ paymentMethodId: string }>('payments.detach_method', 'normal')
