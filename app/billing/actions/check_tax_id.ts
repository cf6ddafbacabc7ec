import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { afterCheck, type TaxIdOutcome } from '#app/billing/domain/taxation/tax_id'
import type { TaxIdAnswer, TaxIdFailure } from '#app/billing/drivers/contract'
import { taxIdAuthorityFor } from '#app/billing/drivers/registry'
import { taxIdChecked } from '#app/billing/tax_events'
import { findTaxId, insertTaxIdCheck, lockTaxId, saveTaxId, type TaxId } from '#app/billing/records/tax_ids'
import { findSellerTax } from '#app/billing/records/tax_profiles'

export type CheckTaxIdError = { type: 'nothing_to_check' }

interface Told {
  source: string
  answer: Result<TaxIdAnswer, TaxIdFailure>
}

/**
 * Asks the authority about a customer's tax id and keeps what it says, with the number of the consultation. An outage is no
 * answer: a confirmed id stays confirmed while it is trusted, any other waits and is asked about again.
 */
@inject()
export class CheckTaxId {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ customerId }: { customerId: string }): Promise<Result<TaxId, CheckTaxIdError>> {
    const { asked, requester } = await inReadTransaction(async () => ({
      asked: await findTaxId(customerId),
      requester: (await findSellerTax())?.taxId ?? null,
    }))
    const authority = asked && taxIdAuthorityFor(asked.country, customerId)
    if (!asked || !authority) return err({ type: 'nothing_to_check' })
    const answer = await authority.check({ value: asked.value, requester })
    return inTransaction(() => this.keep(asked, { source: authority.name, answer }))
  }

  private async keep(asked: TaxId, told: Told): Promise<Result<TaxId, CheckTaxIdError>> {
    const before = await lockTaxId(asked.customerId)
    // The customer changed it while we asked: the new one is asked about by its own job.
    if (!before || before.value !== asked.value) return err({ type: 'nothing_to_check' })
    const now = this.clock.now()
    const after = {
      ...before,
      ...afterCheck(before, outcomeOf(told.answer), now),
      ...findingsOf(told, before, now),
    }
    await saveTaxId(after)
    await insertTaxIdCheck({
      id: newId(),
      customer_id: after.customerId,
      value: after.value,
      outcome: outcomeOf(told.answer),
      source: told.source,
      consultation: told.answer.ok ? told.answer.value.consultation : null,
      name: told.answer.ok ? told.answer.value.name : null,
      address: told.answer.ok ? told.answer.value.address : null,
      problem: after.problem,
      checked_at: now,
    })
    await this.announce(after)
    return ok(after)
  }

  private async announce({ customerId, value, status, source }: TaxId): Promise<void> {
    const data = { customerId, value, status, source: source ?? '' }
    await this.events.record([fact(taxIdChecked, { kind: 'customer', id: customerId }, { customerId, data })])
  }
}

/** An id that the authority cannot read is not registered there. */
function outcomeOf(answer: Told['answer']): TaxIdOutcome {
  if (answer.ok) return answer.value.isValid ? 'valid' : 'invalid'
  return answer.error.type === 'malformed' ? 'invalid' : 'unavailable'
}

function findingsOf({ source, answer }: Told, before: TaxId, now: Date): Partial<TaxId> {
  if (!answer.ok) return { problem: answer.error.reason.slice(0, 300), source: before.source ?? source }
  const { name, address, consultation } = answer.value
  return { checkedAt: now, source, problem: null, name, address, consultation }
}
