import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { afterCheck, requesterFrom, type TaxIdOutcome } from '#app/billing/domain/taxation/tax_id'
import type { TaxIdAnswer, TaxIdAuthority, TaxIdFailure, TaxIdQuestion } from '#app/billing/drivers/contract'
import { taxIdAuthorityFor } from '#app/billing/drivers/registry'
import { taxIdChecked } from '#app/billing/tax_events'
import { findTaxId, insertTaxIdCheck, lockTaxId, saveTaxId, type TaxId } from '#app/billing/records/tax_ids'
import { findSellerTax } from '#app/billing/records/tax_profiles'

export type CheckTaxIdError = { type: 'nothing_to_check' }

interface Told {
  source: string
  answer: Result<TaxIdAnswer, TaxIdFailure>
  /** In whose name it was asked. */
  requester: string | null
  /** How the authority refused our own id, where it did. */
  ownIdRefused: string | null
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
      requester: requesterFrom((await findSellerTax())?.taxId ?? null),
    }))
    const authority = asked && taxIdAuthorityFor(asked.country, customerId)
    if (!asked || !authority) return err({ type: 'nothing_to_check' })
    const told = await askAuthority(authority, { value: asked.value, requester })
    return inTransaction(() => this.keep(asked, told))
  }

  private async keep(asked: TaxId, told: Told): Promise<Result<TaxId, CheckTaxIdError>> {
    const before = await lockTaxId(asked.customerId)
    // The customer changed it while we asked: the new one is asked about by its own job.
    if (!before || before.value !== asked.value) return err({ type: 'nothing_to_check' })
    const now = this.clock.now()
    const outcome = outcomeOf(told.answer)
    const after = {
      ...before,
      ...afterCheck(before, outcome, now),
      ...findingsOf(told, before, now),
    }
    await saveTaxId(after)
    await insertTaxIdCheck({
      id: newId(),
      customer_id: after.customerId,
      value: after.value,
      outcome: outcome === 'blocked' ? 'unavailable' : outcome,
      source: told.source,
      requester: told.requester,
      refusal: outcome === 'blocked' ? 'blocked' : told.ownIdRefused ? 'own_id' : null,
      consultation: told.answer.ok ? told.answer.value.consultation : null,
      name: told.answer.ok ? told.answer.value.name : null,
      address: told.answer.ok ? told.answer.value.address : null,
      problem: after.problem ?? told.ownIdRefused,
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

/** Where our own id is refused the question is asked without it: the answer is about the customer, and lacks only its number. */
async function askAuthority(authority: TaxIdAuthority, question: TaxIdQuestion): Promise<Told> {
  const answer = await authority.check(question)
  const told = { source: authority.name, answer, requester: question.requester, ownIdRefused: null }
  if (!question.requester || answer.ok || answer.error.type !== 'requester_refused') return told
  const anonymous = await authority.check({ ...question, requester: null })
  return { ...told, answer: anonymous, ownIdRefused: answer.error.reason }
}

/** An id that the authority cannot read is not registered there. */
function outcomeOf(answer: Told['answer']): TaxIdOutcome {
  if (answer.ok) return answer.value.isValid ? 'valid' : 'invalid'
  switch (answer.error.type) {
    case 'malformed':
      return 'invalid'
    case 'retry_later':
      return 'unavailable'
    // Our own id, where none was named, is as little the customer's matter as a block.
    case 'requester_refused':
    case 'blocked':
      return 'blocked'
  }
}

function findingsOf({ source, answer }: Told, before: TaxId, now: Date): Partial<TaxId> {
  if (!answer.ok) return { problem: answer.error.reason.slice(0, 300), source: before.source ?? source }
  const { name, address, consultation } = answer.value
  return { checkedAt: now, source, problem: null, name, address, consultation }
}
