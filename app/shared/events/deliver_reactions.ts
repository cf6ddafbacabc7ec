import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { actingAs, askLast, inReadTransaction, inTransaction, systemActor } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { addDuration } from '#app/shared/time/calendar'
import { enqueueMany } from '#app/shared/jobs/queue'
import { job, type JobRunner } from '#app/shared/jobs/job'
import { allReactions, type Reaction } from '#app/shared/events/reaction'
import type { Fact } from '#app/shared/events/event'

export interface SubjectsToServe {
  subjectIds: string[]
}

export const deliverReactions = job<SubjectsToServe>('events.deliver_reactions', 'critical')

/** So many subjects at once come from a run over many customers; a job for each would cost as much as what it follows. */
const subjectsPerJob = 25

const attemptsMax = 12

interface Delivery {
  event_id: string
  reaction: string
  seq: bigint
  attempts: number
  type: string
  subject_kind: string
  subject_id: string
  customer_id: string | null
  data: object
  occurred_at: Date
}

/** Runs what follows the facts about one subject, each reaction in the order of the facts, each in its own transaction. */
export class DeliverReactionsJob implements JobRunner<SubjectsToServe> {
  private clock = new Clock()

  /** One subject that fails costs the others nothing; it is found again by the sweep. */
  async run({ subjectIds }: SubjectsToServe): Promise<void> {
    const failures: unknown[] = []
    for (const subjectId of subjectIds) {
      await this.serve(subjectId).catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }

  private async serve(subjectId: string): Promise<void> {
    const names = await inReadTransaction(() => this.listPendingReactions(subjectId))
    for (const name of names) await this.drain(subjectId, name)
  }

  private async listPendingReactions(subjectId: string): Promise<string[]> {
    // In the words of the index of what waits: a status that comes as a value would have this planned anew each time.
    const { rows } = await sql<{ reaction: string }>`
      select distinct reaction from reaction_deliveries where subject_id = ${subjectId} and status = 'pending'`.execute(
      db
    )
    return rows.map((row) => row.reaction)
  }

  private async drain(subjectId: string, reactionName: string): Promise<void> {
    let isMoreWaiting = true
    while (isMoreWaiting) isMoreWaiting = await this.deliverNext(subjectId, reactionName)
  }

  /** @returns whether another delivery of this reaction waits and may follow now */
  private async deliverNext(subjectId: string, reactionName: string): Promise<boolean> {
    const attempt: { delivery: Delivery | null } = { delivery: null }
    try {
      return await inTransaction(async () => {
        const delivery = await this.lockNext(subjectId, reactionName)
        if (!delivery) return false
        attempt.delivery = delivery
        await actingAs({ actor: systemActor, cause: delivery.event_id }, () =>
          findReaction(delivery.type, reactionName).run(toFact(delivery))
        )
        return this.recordDone(delivery, subjectId)
      })
    } catch (error) {
      if (!attempt.delivery) throw error
      await this.recordFailure(attempt.delivery, error)
      return false
    }
  }

  /**
   * One worker at a time per subject and reaction; another finds the lock taken and leaves. The row is locked as well: a worker that got
   * the lock just when another had done with it looks at the row as it is by then, and not as it was when it began to look.
   */
  private async lockNext(subjectId: string, reactionName: string): Promise<Delivery | null> {
    const { rows } = await sql<Delivery & { is_due: boolean }>`
      select d.event_id, d.reaction, d.seq, d.attempts, e.type, e.subject_kind, e.subject_id, e.customer_id, e.data, e.occurred_at,
             d.next_attempt_at <= ${this.clock.now()} as is_due
        from reaction_deliveries d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id
       where d.subject_id = ${subjectId} and d.reaction = ${reactionName} and d.status = 'pending'
         and pg_try_advisory_xact_lock(hashtextextended(${`${subjectId}:${reactionName}`}, 0))
       order by d.seq limit 1 for no key update of d`.execute(db)
    return rows[0]?.is_due ? rows[0] : null
  }

  /**
   * The last statement of its transaction, which travels with the commit, says whether another delivery waits, so that nobody looks once more in vain. One whose fact is
   * committed in the same instant has a job of its own; where that finds the lock still taken, the sweep is seconds behind.
   */
  private async recordDone(delivery: Delivery, subjectId: string): Promise<boolean> {
    const { event_id: eventId, reaction, seq } = delivery
    const done = sql<{ is_more_waiting: boolean }>`
      update reaction_deliveries set status = 'done', done_at = ${this.clock.now()}, attempts = ${delivery.attempts + 1}, last_error = null
       where event_id = ${eventId} and reaction = ${reaction}
      returning exists (select from reaction_deliveries w where w.subject_id = ${subjectId} and w.reaction = ${reaction}
                           and w.status = 'pending' and w.seq > ${seq}) as is_more_waiting`
    const rows = await askLast(done.compile(db))
    return rows[0]?.is_more_waiting ?? false
  }

  private async recordFailure(delivery: Delivery, error: unknown): Promise<void> {
    const attempts = delivery.attempts + 1
    const isDead = attempts >= attemptsMax
    const pauseMinutes = Math.min(2 ** attempts / 4, 60)
    await inTransaction(async () => {
      await db
        .updateTable('reaction_deliveries')
        .set({
          attempts,
          status: isDead ? 'dead' : 'pending',
          next_attempt_at: addDuration(this.clock.now(), { minutes: pauseMinutes }),
          last_error:
            error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2000) : String(error),
        })
        .where('event_id', '=', delivery.event_id)
        .where('reaction', '=', delivery.reaction)
        .execute()
    })
  }
}

/** Queues what follows the facts about some subjects: few each in a job of its own, at once; many in batches that let others go first. */
export async function queueSubjects(subjectIds: string[]): Promise<void> {
  const distinct = [...new Set(subjectIds)]
  const isMany = distinct.length > subjectsPerJob
  const size = isMany ? subjectsPerJob : 1
  const count = Math.ceil(distinct.length / size)
  await enqueueMany(
    deliverReactions,
    Array.from({ length: count }, (_, index) => ({
      subjectIds: distinct.slice(index * size, (index + 1) * size),
    })),
    isMany ? { isBulk: true } : {}
  )
}

/** Finds deliveries whose job was lost or whose pause is over, and queues their subjects again. */
export async function sweepDeliveries(): Promise<number> {
  const clock = new Clock()
  return inTransaction(async () => {
    const { rows } = await sql<{ subject_id: string }>`
      select distinct subject_id from (
        select subject_id from reaction_deliveries
         where status = 'pending' and next_attempt_at <= ${clock.now()} order by next_attempt_at limit 500) due`.execute(
      db
    )
    await queueSubjects(rows.map((row) => row.subject_id))
    return rows.length
  })
}

function findReaction(eventName: string, reactionName: string): Reaction {
  const reaction = (allReactions().get(eventName) ?? []).find((candidate) => candidate.name === reactionName)
  if (!reaction)
    throw new Error(`No reaction ${reactionName} to ${eventName} is listed in start/reactions.ts`)
  return reaction
}

function toFact(delivery: Delivery): Fact {
  return {
    id: delivery.event_id,
    name: delivery.type,
    subject: { kind: delivery.subject_kind, id: delivery.subject_id },
    customerId: delivery.customer_id,
    data: delivery.data,
    occurredAt: delivery.occurred_at,
  }
}
