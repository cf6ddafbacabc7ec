import { sql } from 'kysely'
import { entry, rowsOf, spoken, type TimelineSource } from '#app/reporting/queries/timeline/source'

/** Facts that other sources tell better. */
const toldElsewhere = ['payment', 'refund', 'operation', 'message']
const notesOfStaff = ['customer.note_added', 'customer.note_changed', 'customer.staff_mentioned']

/** What else happened to the customer and what they have. */
export const changes: TimelineSource = {
  name: 'change',
  kinds: ['change'],
  ability: 'staff:customers:read',
  idKind: 'event',
  path: null,
  select: (question) => sql`
    select ${entry('change', 'change', {
      at: sql`t.occurred_at`,
      actorKind: sql`t.actor_kind`,
      actorId: sql`t.actor_id`,
      name: sql`t.type`,
      title: sql`coalesce(t.data->>'hostname', t.data->>'reference', t.data->>'name')`,
      text: sql`coalesce(t.data->>'reason', t.data->>'note', t.data->>'comment')`,
      data: sql`jsonb_build_object('facts', t.data, 'subject_kind', t.subject_kind, 'subject_id', t.subject_id,
        'impersonator_name', (select p.name from users p where p.tenant_id = t.tenant_id and p.id = t.impersonator_id))`,
    })}
      from events t
     where split_part(t.type, '.', 1) <> all(${toldElsewhere}) and t.type <> all(${notesOfStaff})
       and ${rowsOf(question, [spoken(sql`t.type`), sql`t.data::text`])}`,
}
