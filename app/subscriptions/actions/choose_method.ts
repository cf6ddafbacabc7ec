import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { listPaymentMethods } from '#app/payments/index'
import { subscriptionMethodChosen } from '#app/subscriptions/events'
import { lockSubscription, updateSubscription } from '#app/subscriptions/records/subscriptions'

export interface ChooseMethodInput {
  subscriptionId: string
  /** Null: the customer's default one, whichever that is. */
  paymentMethodId: string | null
}

export type ChooseMethodError = 'subscription_not_found' | 'method_not_found'

/** Says with which saved method a subscription is renewed; when it is declined, the customer's other ones follow as usual. */
@inject()
export class ChooseMethod {
  constructor(private events: EventLog) {}

  execute({ subscriptionId, paymentMethodId }: ChooseMethodInput): Promise<Result<void, ChooseMethodError>> {
    return inTransaction(async () => {
      const subscription = await lockSubscription(subscriptionId)
      if (!subscription) return err('subscription_not_found' as const)
      const { customerId } = subscription
      const methods = await listPaymentMethods(customerId)
      if (paymentMethodId && !methods.some(({ id }) => id === paymentMethodId))
        return err('method_not_found' as const)
      if (subscription.paymentMethodId === paymentMethodId) return ok()
      await updateSubscription(subscriptionId, { paymentMethodId })
      await this.events.record([
        fact(
          subscriptionMethodChosen,
          { kind: 'subscription', id: subscriptionId },
          { customerId, data: { subscriptionId, paymentMethodId } }
        ),
      ])
      return ok()
    })
  }
}
