import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { auditRetentionChanged } from '#app/reporting/events'
import * as auditSettings from '#app/reporting/records/audit_settings'

/** Says for how long the log is kept. What is older goes by itself, a sealed stretch at a time; its seals stay. */
@inject()
export class ChangeAuditRetention {
  constructor(private events: EventLog) {}

  /** @param keepMonths null: for good */
  execute(keepMonths: number | null): Promise<void> {
    return inTransaction(async () => {
      const before = await auditSettings.findKeepMonths()
      if (before === keepMonths) return
      await auditSettings.storeKeepMonths(keepMonths)
      const subject = { kind: 'tenant', id: currentTenant().id }
      const data = { changes: { keep_months: { from: before, to: keepMonths } } }
      await this.events.record([fact(auditRetentionChanged, subject, { data })])
    })
  }
}
