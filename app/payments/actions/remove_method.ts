import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { detachMethodJob } from '#app/payments/domain/jobs'
import { methodRemoved } from '#app/payments/events'
import {
  findMethod,
  listActiveMethods,
  lockMethodsOf,
  makeDefault,
  retireMethod,
} from '#app/payments/records/methods'

/** Forgets a saved card: it is not charged any more, and the gateway is told to forget it. The newest other becomes the default. */
@inject()
export class RemoveMethod {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    customerId,
    paymentMethodId,
  }: {
    customerId: string
    paymentMethodId: string
  }): Promise<Result<void, 'method_not_found'>> {
    return inTransaction(async () => {
      lockMethodsOf(customerId)
      const method = await findMethod(paymentMethodId)
      if (!method || method.customerId !== customerId || method.status !== 'active')
        return err('method_not_found' as const)
      await retireMethod(paymentMethodId, this.clock.now())
      const [next] = await listActiveMethods(customerId)
      if (method.isDefault && next) await makeDefault(next)
      await enqueue(detachMethodJob, { paymentMethodId })
      const { brand, last4, label } = method
      const data = { paymentMethodId, cause: 'asked' as const, brand, last4, label }
      await this.events.record([
        fact(methodRemoved, { kind: 'payment_method', id: paymentMethodId }, { customerId, data }),
      ])
      return ok()
    })
  }
}
