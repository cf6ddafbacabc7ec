import { inTransaction } from '#app/shared/database/unit'
import { forgetChosenMethod } from '#app/subscriptions/records/subscriptions'

/** What was renewed with a method that is gone is renewed with its customer's default one. */
export class ForgetMethod {
  execute({ paymentMethodId }: { paymentMethodId: string }): Promise<void> {
    return inTransaction(() => forgetChosenMethod(paymentMethodId))
  }
}
