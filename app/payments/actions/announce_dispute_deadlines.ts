import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { Clock } from '#app/shared/time/clock'
import { toDisputeData } from '#app/payments/actions/announce_dispute'
import { deadlineNoticeDue } from '#app/payments/domain/dispute'
import { disputeDeadlineNear } from '#app/payments/events'
import {
  lockUnansweredDisputes,
  noteDeadlineNotice,
  type UnansweredDispute,
} from '#app/payments/records/dispute_deadlines'

/** Announces that the answer to a dispute is due in three days, and in one, while nobody has handed it in. */
@inject()
export class AnnounceDisputeDeadlines {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** @returns how many notices were new */
  execute(): Promise<number> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const notices = (await lockUnansweredDisputes(now)).flatMap((found) => noticeFor(found, now))
      await noteDeadlineNotice(notices.map(({ dispute: { id }, daysBefore }) => ({ id, daysBefore })))
      await this.events.record(
        notices.map(({ dispute, invoiceId, daysBefore }) => {
          const { id, customerId } = dispute
          const data = { ...toDisputeData(dispute, { invoiceId }), daysBefore }
          return fact(disputeDeadlineNear, { kind: 'dispute', id }, { customerId, data })
        })
      )
      return notices.length
    })
  }
}

function noticeFor(found: UnansweredDispute, now: Date): (UnansweredDispute & { daysBefore: number })[] {
  const { respondBy } = found.dispute
  const daysBefore = respondBy && deadlineNoticeDue(respondBy, now)
  if (!daysBefore || daysBefore >= (found.noticedDays ?? Infinity)) return []
  return [{ ...found, daysBefore }]
}
