import { isIP } from 'node:net'
import { type RawBuilder, sql } from 'kysely'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import { afterCommit, inTransaction, tell } from '#app/shared/database/unit'
import { requireContext } from '#app/shared/database/context'
import { Clock } from '#app/shared/time/clock'
import { newId } from '#app/shared/ids'
import { queueSubjects } from '#app/shared/events/deliver_reactions'
import { announceLive } from '#app/shared/events/live'
import { reactionsTo } from '#app/shared/events/reaction'
import type { NewFact } from '#app/shared/events/event'

/** Callers may send ids of their own; a longer one is cut. */
const requestIdMax = 100

/**
 * The one stream of facts behind reactions, timelines, the audit log, live pages and analytics. A fact is written in the
 * transaction that makes it true, together with a delivery for each reaction to it.
 */
export class EventLog {
  private clock = new Clock()

  async record(facts: NewFact[]): Promise<void> {
    if (facts.length === 0) return
    await inTransaction(() => this.write(facts))
  }

  private async write(facts: NewFact[]): Promise<void> {
    const { actor, cause, requestId, tenant } = requireContext()
    const origin = isIP(actor.ip ?? '') > 0 ? actor.ip : null
    const rows = facts.map((fact) => ({
      id: newId(),
      type: fact.kind.name,
      subject_kind: fact.subject.kind,
      subject_id: fact.subject.id,
      customer_id: fact.customerId ?? null,
      data: JSON.stringify(fact.data),
    }))
    const recorded = sql`
      insert into events (tenant_id, id, type, subject_kind, subject_id, customer_id, actor_kind, actor_id,
                          impersonator_id, origin_ip, request_id, cause, data, occurred_at)
      select ${tenant.id}, r.id, r.type, r.subject_kind, r.subject_id, r.customer_id, ${actor.kind}, ${actor.id},
             ${actor.impersonatorId ?? null}, ${origin}, ${requestId?.slice(0, requestIdMax) ?? null}, ${cause}, r.data, ${this.clock.now()}
        from ${rowsAs(rows, {
          id: 'uuid',
          type: 'text',
          subject_kind: 'text',
          subject_id: 'uuid',
          customer_id: 'uuid',
          data: 'jsonb',
        })}`
    await this.insert(recorded, rows, tenant.id)
    afterCommit(() => announce(tenant.id, facts))
  }

  /** Facts and the deliveries to those who react to them are one statement, for whose answer nobody waits. */
  private async insert(
    recorded: RawBuilder<unknown>,
    facts: readonly { type: string; subject_id: string }[],
    tenantId: string
  ): Promise<void> {
    const types = [...new Set(facts.map(({ type }) => type))]
    const pairs = types.flatMap((type) => reactionsTo(type).map(({ name }) => ({ type, reaction: name })))
    if (pairs.length === 0) return tell(recorded.compile(db))
    const announced = sql`
      with recorded as (${recorded} returning id, seq, type, subject_id)
      insert into reaction_deliveries (tenant_id, event_id, reaction, seq, subject_id, next_attempt_at)
      select ${tenantId}, e.id, r.reaction, e.seq, e.subject_id, ${this.clock.now()}
        from recorded e join ${rowsAs(pairs, { type: 'text', reaction: 'text' })} on r.type = e.type`
    tell(announced.compile(db))
    const heard = new Set(pairs.map(({ type }) => type))
    await queueSubjects(facts.filter(({ type }) => heard.has(type)).map((each) => each.subject_id))
  }
}

/** Open pages hear that something happened: staff's all of it, a customer's what is theirs to know. */
function announce(tenantId: string, facts: NewFact[]): void {
  for (const isAmongStaff of [false, true]) {
    const those = facts.filter(({ kind }) => kind.isAmongStaff === isAmongStaff)
    if (those.length === 0) continue
    const customers = isAmongStaff ? [] : [...new Set(those.map(({ customerId }) => customerId ?? null))]
    announceLive(tenantId, customers, [...new Set(those.map(({ kind }) => kind.name))])
  }
}
