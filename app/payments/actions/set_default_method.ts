import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { findMethod, lockMethodsOf, makeDefault } from '#app/payments/records/methods'

/** Chooses the saved card that renewals are charged to. */
export class SetDefaultMethod {
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
      await makeDefault(method)
      return ok()
    })
  }
}
