import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { currentTenant } from '#app/shared/database/context'
import type { ForgetQuestion } from '#app/shared/database/forgettable'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { coolingOffDays } from '#app/privacy/domain/erasure'
import { keptFrom, type RetentionKind } from '#app/privacy/domain/retention'
import { erasureAsked, retentionApplied } from '#app/privacy/events'
import { listIdleCustomers } from '#app/privacy/queries/idle_customers'
import { forgettables } from '#app/privacy/queries/preview_retention'
import * as erasures from '#app/privacy/records/erasures'
import * as legalHolds from '#app/privacy/records/legal_holds'
import * as retentionRules from '#app/privacy/records/retention_rules'

/** So much goes in one transaction, and so many of them in one run: a first run takes several nights. */
const batchSize = 1000
const batchesMax = 50

/**
 * Forgets what the tenant's rules say is too old. Customers with whom nothing happened for long are not forgotten at once: they are
 * told, and have the same days to think better of it as those who ask for it.
 */
@inject()
export class ApplyRetention {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many things went */
  async execute(): Promise<number> {
    const rules = await inReadTransaction(() => retentionRules.listRules())
    let total = 0
    for (const { kind, keepDays } of rules)
      total += await this.apply(kind, keptFrom(this.clock.now(), keepDays))
    return total
  }

  private async apply(kind: RetentionKind, before: Date): Promise<number> {
    let count = 0
    for (let batch = 0; batch < batchesMax; batch += 1) {
      const gone = await inTransaction(async () => {
        const exceptCustomers = await legalHolds.listHeld()
        return this.forget(kind, { before, exceptCustomers, limit: batchSize })
      })
      count += gone
      if (gone < batchSize) break
    }
    if (count > 0) await this.writeDown(kind, before, count)
    return count
  }

  private forget(kind: RetentionKind, question: ForgetQuestion): Promise<number> {
    return kind === 'idle_customers' ? this.announce(question) : forgettables[kind].forget(question)
  }

  private async announce(question: ForgetQuestion): Promise<number> {
    const now = this.clock.now()
    const dueAt = addDuration(now, { days: coolingOffDays })
    const waiting = (await listIdleCustomers(question)).map(({ id }) => ({
      id: newId(),
      customer_id: id,
      asked_by: null,
      asked_at: now,
      due_at: dueAt,
    }))
    await erasures.insertMany(waiting)
    await this.events.record(
      waiting.map(({ id, customer_id: customerId }) =>
        fact(
          erasureAsked,
          { kind: 'erasure', id },
          { customerId, data: { erasureId: id, dueAt: dueAt.toISOString(), isByRule: true } }
        )
      )
    )
    return waiting.length
  }

  private async writeDown(kind: RetentionKind, before: Date, count: number): Promise<void> {
    await inTransaction(async () => {
      await retentionRules.insertRun({
        id: newId(),
        kind,
        kept_from: before,
        count,
        ran_at: this.clock.now(),
      })
      const data = { what: kind, count, keptFrom: before.toISOString() }
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(retentionApplied, subject, { data })])
    })
  }
}
