import { inject } from '@adonisjs/core'
import type { Result } from '#app/shared/result'
import {
  BeginPayment,
  type BeginPaymentError,
  type BeginPaymentInput,
} from '#app/payments/actions/begin_payment'
import type { RefreshedPayment } from '#app/payments/actions/refresh_payment'

/** Begins to pay an order: the bank holds the money, which is taken only when the service runs. */
@inject()
export class BeginOrderPayment {
  constructor(private begin: BeginPayment) {}

  execute({
    orderId,
    ...rest
  }: Omit<BeginPaymentInput, 'debt'> & { orderId: string }): Promise<
    Result<RefreshedPayment, BeginPaymentError>
  > {
    return this.begin.execute({ ...rest, debt: { kind: 'order', id: orderId } })
  }
}
