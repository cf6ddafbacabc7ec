import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { afterCheck } from '#app/billing/domain/taxation/tax_id'
import { taxIdAuthorityFor } from '#app/billing/drivers/registry'
import { taxIdChecked } from '#app/billing/tax_events'
import { insertTaxIdCheck, lockTaxId, saveTaxId, type TaxId } from '#app/billing/records/tax_ids'

export type ConfirmTaxIdError = { type: 'no_tax_id' }

export interface ConfirmTaxIdInput {
  customerId: string
  userId: string
  /** How staff know: the extract of a register, a letter, a call. */
  proof: string
}

/**
 * Staff confirm a tax id that no authority can be asked about (United Kingdom, Norway, Switzerland …), or that it answers about
 * too late. It is believed as long as an answer would be, and asked about again where somebody can be asked.
 */
@inject()
export class ConfirmTaxId {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({ customerId, userId, proof }: ConfirmTaxIdInput): Promise<Result<TaxId, ConfirmTaxIdError>> {
    return inTransaction(async () => {
      const taxId = await lockTaxId(customerId)
      if (!taxId) return err({ type: 'no_tax_id' })
      const now = this.clock.now()
      const canBeAsked = taxIdAuthorityFor(taxId.country, customerId) !== null
      const state = afterCheck(taxId, 'valid', now)
      const confirmed: TaxId = {
        ...taxId,
        ...state,
        nextCheckAt: canBeAsked ? state.nextCheckAt : null,
        checkedAt: now,
        source: 'staff',
        consultation: null,
        problem: null,
      }
      await saveTaxId(confirmed)
      await insertTaxIdCheck({
        id: newId(),
        customer_id: customerId,
        value: taxId.value,
        outcome: 'valid',
        source: 'staff',
        consultation: proof,
        checked_by: userId,
        checked_at: now,
      })
      const data = { customerId, value: taxId.value, status: 'valid' as const, source: 'staff' }
      await this.events.record([
        fact(taxIdChecked, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(confirmed)
    })
  }
}
