import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findMembership } from '#app/identity/index'
import { coolingOffDays, type Obstacle, obstaclesOf, tellable } from '#app/privacy/domain/erasure'
import { erasureAsked, erasureWithdrawn } from '#app/privacy/events'
import { findSituation } from '#app/privacy/queries/find_situation'
import * as erasures from '#app/privacy/records/erasures'

export type RequestErasureError =
  { type: 'owners_only' } | { type: 'already_asked' } | { type: 'in_the_way'; obstacles: Obstacle[] }

/** A customer who wants to be forgotten: asked for by an owner, after a while to think better of it, and withdrawn until then. */
@inject()
export class RequestErasure {
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
  }): Promise<Result<{ dueAt: Date }, RequestErasureError>> {
    return inTransaction(async () => {
      const place = await findMembership(userId, customerId)
      if (!place?.permissions.includes('owner')) return err({ type: 'owners_only' as const })
      const now = this.clock.now()
      const obstacles = tellable(obstaclesOf(await findSituation(customerId, now)))
      if (obstacles.length > 0) return err({ type: 'in_the_way' as const, obstacles })
      const id = newId()
      const dueAt = addDuration(now, { days: coolingOffDays })
      const isNew = await erasures.insert({
        id,
        customer_id: customerId,
        asked_by: userId,
        asked_at: now,
        due_at: dueAt,
      })
      if (!isNew) return err({ type: 'already_asked' as const })
      const data = { erasureId: id, dueAt: dueAt.toISOString() }
      await this.events.record([fact(erasureAsked, { kind: 'erasure', id }, { customerId, data })])
      return ok({ dueAt })
    })
  }

  /** Any owner may think better of it. */
  withdraw({
    customerId,
    userId,
  }: {
    customerId: string
    userId: string
  }): Promise<Result<void, { type: 'owners_only' } | { type: 'nothing_asked' }>> {
    return inTransaction(async () => {
      const place = await findMembership(userId, customerId)
      if (!place?.permissions.includes('owner')) return err({ type: 'owners_only' as const })
      const waiting = await erasures.lockWaiting(customerId)
      if (!waiting) return err({ type: 'nothing_asked' as const })
      await erasures.update(waiting.id, { status: 'withdrawn', ended_at: this.clock.now() })
      const data = { erasureId: waiting.id }
      await this.events.record([
        fact(erasureWithdrawn, { kind: 'erasure', id: waiting.id }, { customerId, data }),
      ])
      return ok()
    })
  }
}
