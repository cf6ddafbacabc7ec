import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { currentTenant } from '#app/shared/database/context'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { faultOf, type RetentionKind, type RetentionWish } from '#app/privacy/domain/retention'
import { retentionChanged } from '#app/privacy/events'
import * as retentionRules from '#app/privacy/records/retention_rules'

export interface SetRetentionError {
  type: 'days_out_of_range'
  kind: RetentionKind
  least: number
  most: number
}

/** Says after how many days what is forgotten by itself. Kinds that are not named stay as they are. */
@inject()
export class SetRetention {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(wishes: RetentionWish[], by: string): Promise<Result<void, SetRetentionError>> {
    return inTransaction(async () => {
      const fault = faultOf(wishes)
      if (fault) return err({ type: 'days_out_of_range' as const, ...fault })
      const before = new Map((await retentionRules.listRules()).map(({ kind, keepDays }) => [kind, keepDays]))
      const changed = wishes.filter(({ kind, keepDays }) => (before.get(kind) ?? null) !== keepDays)
      for (const { kind, keepDays } of changed) {
        if (keepDays === null) await retentionRules.removeRule(kind)
        else await retentionRules.saveRule({ kind, keepDays, by, at: this.clock.now() })
      }
      if (changed.length === 0) return ok()
      const changes = Object.fromEntries(
        changed.map(({ kind, keepDays }) => [kind, { from: before.get(kind) ?? null, to: keepDays }])
      )
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(retentionChanged, subject, { data: { changes } })])
      return ok()
    })
  }
}
