import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import { checkTaxId } from '#app/billing/domain/jobs'
import { countryOfTaxId } from '#app/billing/domain/taxation/tax_id'
import { taxIdAuthorityFor } from '#app/billing/drivers/registry'
import { deleteTaxId, findTaxId, saveTaxId } from '#app/billing/records/tax_ids'

/** Has a customer's new tax id checked; one that was taken away is forgotten. What stayed the same is left as it is. */
@inject()
export class FollowTaxId {
  constructor(private clock: Clock) {}

  execute({ customerId }: { customerId: string }): Promise<void> {
    return inTransaction(async () => {
      const customer = await findCustomer(customerId)
      const value = customer?.tax_id ?? null
      const country = value ? countryOfTaxId(value, customer?.country ?? null) : null
      if (!value || !country) return deleteTaxId(customerId)
      const known = await findTaxId(customerId)
      if (known?.value === value && known.country === country) return
      const canBeAsked = taxIdAuthorityFor(country, customerId) !== null
      await saveTaxId({
        customerId,
        country,
        value,
        status: 'unchecked',
        trustedUntil: null,
        checkedAt: null,
        name: null,
        address: null,
        source: null,
        consultation: null,
        problem: null,
        tries: 0,
        nextCheckAt: canBeAsked ? this.clock.now() : null,
      })
      if (canBeAsked) await enqueue(checkTaxId, { customerId })
    })
  }
}
