import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { checkTaxId } from '#app/billing/domain/jobs'
import { taxIdAuthorityFor } from '#app/billing/drivers/registry'
import { lockTaxId, saveTaxId, type TaxId } from '#app/billing/records/tax_ids'

export type RequestTaxIdCheckError = { type: 'no_tax_id' | 'nobody_to_ask' }

/** How long a question may be under way before it is asked again by its date. */
const claimMs = 5 * 60_000
/** An answer that is younger is not asked for again: registries count their questions. */
const freshMs = 60_000

/** Has the authority asked again, now. What was answered within the last minute is not asked again. */
@inject()
export class RequestTaxIdCheck {
  constructor(private clock: Clock) {}

  execute({ customerId }: { customerId: string }): Promise<Result<TaxId, RequestTaxIdCheckError>> {
    return inTransaction(async () => {
      const taxId = await lockTaxId(customerId)
      if (!taxId) return err({ type: 'no_tax_id' })
      if (!taxIdAuthorityFor(taxId.country, customerId)) return err({ type: 'nobody_to_ask' })
      const now = this.clock.now()
      if (taxId.checkedAt && now.getTime() - taxId.checkedAt.getTime() < freshMs) return ok(taxId)
      const requested = { ...taxId, nextCheckAt: addMilliseconds(now, claimMs) }
      await saveTaxId(requested)
      await enqueue(checkTaxId, { customerId })
      return ok(requested)
    })
  }
}
