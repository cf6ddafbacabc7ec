import { type RawBuilder, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { writeAlone } from '#app/shared/database/write_alone'
import { newId } from '#app/shared/ids'
import { addMilliseconds } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'

/** What a remote call was about: the payment, operation or panel under which people look for it. */
export interface CallSubject {
  kind: string
  id: string
}

/** One try of a remote call, already free of secrets. */
export interface RemoteCall {
  subject: CallSubject
  system: string
  method: string
  url: string
  request: unknown
  response: unknown
  status: number | null
  /** answered 2xx · refused 4xx · failed: 5xx or never sent · unknown: sent, and no answer came */
  outcome: 'answered' | 'refused' | 'failed' | 'unknown'
  durationMs: number
  idempotencyKey: string | null
}

/** Keeps every call to the outside, for the staff member who asks what happened. */
export class RemoteCallLog {
  private clock = new Clock()

  async record(call: RemoteCall): Promise<void> {
    const kept = db
      .insertInto('remote_calls')
      .values({
        id: newId(),
        subject_kind: call.subject.kind,
        subject_id: call.subject.id,
        system: call.system,
        method: call.method,
        url: call.url,
        request: call.request === null ? null : JSON.stringify(call.request),
        response: call.response === null ? null : JSON.stringify(call.response),
        status: call.status,
        outcome: call.outcome,
        duration_ms: Math.round(call.durationMs),
        idempotency_key: call.idempotencyKey,
        called_at: addMilliseconds(this.clock.now(), -Math.round(call.durationMs)),
      })
      .compile()
    await writeAlone(kept)
  }
}

/**
 * Forgets what was said in calls about things of a person who is forgotten. That there was a call, when, and what became of it, stays.
 * @param subjects a query of ids
 */
export async function eraseCallsAbout(subjects: RawBuilder<unknown>): Promise<void> {
  await sql`
    update remote_calls set request = null, response = null, url = split_part(url, '?', 1)
     where subject_id in (${subjects}) and (request is not null or response is not null)`.execute(db)
}
