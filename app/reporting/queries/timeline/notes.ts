import { sql } from 'kysely'
import { entry, rowsOf, type TimelineSource } from '#app/reporting/queries/timeline/source'

/** Notes of staff, and calls they wrote down. */
export const notes: TimelineSource = {
  name: 'note',
  kinds: ['note', 'call'],
  ability: 'staff:customers:read',
  idKind: 'customerNote',
  path: null,
  select: (question) => sql`
    select ${entry('note', 'note', {
      kind: sql`t.kind`,
      at: sql`t.created_at`,
      actorKind: sql`'staff'`,
      actorId: sql`t.author_id`,
      name: sql`coalesce(t.call_direction, t.kind)`,
      text: sql`t.body`,
      data: sql`jsonb_build_object('is_pinned', t.is_pinned, 'edited_at', t.edited_at, 'called_at', t.called_at, 'minutes', t.call_minutes,
        'mentions', (select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name) order by w.name, w.id)
                       from customer_note_mentions m join users w on w.tenant_id = m.tenant_id and w.id = m.user_id
                      where m.tenant_id = t.tenant_id and m.note_id = t.id))`,
    })}
      from customer_notes t
     where t.removed_at is null and t.kind = any(${question.kinds as string[]}) and ${rowsOf(question, [sql`t.body`])}`,
}
