import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import {
  listActiveMethods,
  lockMethodsOf,
  makeDefault,
  placeMethods,
  type SavedMethod,
} from '#app/payments/records/methods'

/** Says in which order the saved methods of a customer are charged: the first is the default, the next ones follow when it is declined. */
export class OrderMethods {
  execute({
    customerId,
    paymentMethodIds,
  }: {
    customerId: string
    /** All of them, each once. */
    paymentMethodIds: readonly string[]
  }): Promise<Result<SavedMethod[], 'other_methods'>> {
    return inTransaction(async () => {
      lockMethodsOf(customerId)
      const known = new Map((await listActiveMethods(customerId)).map((method) => [method.id, method]))
      const wanted = new Set(paymentMethodIds)
      const isWhole = wanted.size === paymentMethodIds.length && wanted.size === known.size
      if (!isWhole || !paymentMethodIds.every((id) => known.has(id))) return err('other_methods' as const)
      const [first] = paymentMethodIds
      if (first) await makeDefault({ customerId, id: first })
      await placeMethods(paymentMethodIds)
      return ok(await listActiveMethods(customerId))
    })
  }
}
