import { inject } from '@adonisjs/core'
import { listPaymentMethods, SetDefaultMethod } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { isCardOfOtherTrial, lockTrialOfOrder, updateTrial } from '#app/subscriptions/records/trials'

export interface BindTrialMethodInput {
  orderId: string
  customerId: string
  paymentMethodId: string
}

export type BindTrialMethodError = { type: 'trial_not_found' | 'method_not_found' | 'card_used' }

/**
 * Notes the saved method with which a trial begins, and makes it the default, which is what invoices are charged to. A card begins one
 * trial, whoever it belongs to.
 */
@inject()
export class BindTrialMethod {
  constructor(private makeDefault: SetDefaultMethod) {}

  execute(input: BindTrialMethodInput): Promise<Result<void, BindTrialMethodError>> {
    return inTransaction(async () => {
      const trial = await lockTrialOfOrder(input.orderId)
      if (!trial || trial.status !== 'claimed') return err({ type: 'trial_not_found' })
      const methods = await listPaymentMethods(input.customerId)
      const method = methods.find(({ id }) => id === input.paymentMethodId)
      if (!method) return err({ type: 'method_not_found' })
      const { fingerprint } = method
      if (fingerprint && (await isCardOfOtherTrial(fingerprint, trial.id))) return err({ type: 'card_used' })
      await updateTrial(trial.id, { paymentMethodId: method.id, fingerprint })
      if (!method.isDefault) await this.makeDefault.execute(input)
      return ok()
    })
  }
}
