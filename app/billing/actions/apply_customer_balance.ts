import { inject } from '@adonisjs/core'
import { newId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import { type AppliedMoney, ApplyMoney, type ApplyMoneyError } from '#app/billing/actions/apply_money'

/** Pays an invoice with whatever we hold for its customer, as far as that goes. */
@inject()
export class ApplyCustomerBalance {
  constructor(private applyMoney: ApplyMoney) {}

  execute({ invoiceId }: { invoiceId: string }): Promise<Result<AppliedMoney, ApplyMoneyError>> {
    return this.applyMoney.execute({ invoiceId, causeId: newId(), source: 'balance', atMost: null })
  }
}
