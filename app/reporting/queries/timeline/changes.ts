import { type RawBuilder, sql } from 'kysely'
import {
  entry,
  rowsOf,
  type SourceQuestion,
  spoken,
  type TimelineSource,
} from '#app/reporting/queries/timeline/source'

/** Facts that other sources tell better. */
const toldElsewhere = ['payment', 'refund', 'operation', 'message']
const notesOfStaff = ['customer.note_added', 'customer.note_changed', 'customer.staff_mentioned']

/** Facts that say what somebody bought, owes, was given or pays with. */
const ofMoney = [
  'balance_settings', 'billable_item', 'coupon', 'credit_note', 'customer_balance', 'dispute', 'gift', 'invoice', 'late_fee', 'offer', 'order',
  'pay_link', 'pay_links', 'payment_method', 'received_payment', 'referral', 'top_ups',
] // prettier-ignore
const areaOf = sql`split_part(t.type, '.', 1)`

/** What else happened to the customer and what they have. */
export const changes: TimelineSource = {
  ability: 'staff:customers:read',
  ...factsThat('change', sql`${areaOf} <> all(${ofMoney})`),
}

/** The same of money, which not everybody sees who sees the customer. */
export const moneyChanges: TimelineSource = {
  ability: 'staff:billing:read',
  ...factsThat('money_change', sql`${areaOf} = any(${ofMoney})`),
}

function factsThat(name: string, areOf: RawBuilder<unknown>): Omit<TimelineSource, 'ability'> {
  const select = (question: SourceQuestion) => selectFacts(name, question, areOf)
  return { name, kinds: ['change'], idKind: 'event', path: null, select }
}

function selectFacts(
  source: string,
  question: SourceQuestion,
  areOf: RawBuilder<unknown>
): RawBuilder<unknown> {
  return sql`
    select ${entry(source, 'change', {
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
     where ${areOf} and ${areaOf} <> all(${toldElsewhere}) and t.type <> all(${notesOfStaff})
       and ${rowsOf(question, [spoken(sql`t.type`), sql`t.data::text`])}`
}
