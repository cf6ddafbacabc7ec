import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { queueSubjects } from '#app/shared/events/deliver_reactions'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'

export type RetryReactionError = { type: 'reaction_not_found' }

/** Lets a reaction that gave up try again from the beginning. */
export class RetryReaction {
  private clock = new Clock()

  execute(eventId: string, reaction: string): Promise<Result<void, RetryReactionError>> {
    return inTransaction(async () => {
      const { rows } = await sql<{ subject_id: string }>`
        update reaction_deliveries set status = 'pending', attempts = 0, next_attempt_at = ${this.clock.now()}
         where event_id = ${eventId} and reaction = ${reaction} and status = 'dead' returning subject_id`.execute(
        db
      )
      const subjectId = rows[0]?.subject_id
      if (!subjectId) return err({ type: 'reaction_not_found' })
      await queueSubjects([subjectId])
      return ok()
    })
  }
}
