import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { enqueue } from '#app/shared/jobs/queue'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findUser } from '#app/identity/index'
import { exportLeaseMinutes } from '#app/privacy/domain/data_export'
import { makeExport } from '#app/privacy/domain/jobs'
import { exportAsked } from '#app/privacy/events'
import * as dataExports from '#app/privacy/records/data_exports'

export type RequestExportError = { type: 'export_under_way' } | { type: 'email_unverified' }

/** Has a copy of everything made that is kept about a customer. One at a time, and only for somebody whose address is theirs. */
@inject()
export class RequestExport {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    customerId,
    userId,
  }: {
    customerId: string
    userId: string
  }): Promise<Result<dataExports.DataExport, RequestExportError>> {
    return inTransaction(async () => {
      if (!(await findUser(userId))?.email_verified_at) return err({ type: 'email_unverified' as const })
      const id = newId()
      const now = this.clock.now()
      const isNew = await dataExports.insert({
        id,
        customer_id: customerId,
        user_id: userId,
        asked_at: now,
        next_attempt_at: addDuration(now, { minutes: exportLeaseMinutes }),
      })
      if (!isNew) return err({ type: 'export_under_way' as const })
      await enqueue(makeExport, { exportId: id })
      const subject = { kind: 'data_export', id }
      await this.events.record([fact(exportAsked, subject, { customerId, data: { exportId: id, userId } })])
      return ok((await dataExports.find(id))!)
    })
  }
}
