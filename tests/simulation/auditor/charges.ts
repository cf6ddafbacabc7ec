import type { Check } from '#tests/simulation/auditor/findings'

/** A change is asked for and charged at once: its invoice is due when the wish has lapsed. */
const isChargedOnItsDay = `i.kind <> 'change'`

const inZone = (instant: string) => `(${instant} at time zone $2::text)::date`

/**
 * What the policy on invoices promises to those who pay: saved methods are charged on the due date, and nothing through the last day of a
 * promise to pay. Only tries that are counted are looked at, which nobody makes by hand here.
 */
export const chargeChecks: Check[] = [
  {
    invariant: 13,
    name: 'nothing is charged by itself before it is due',
    sql: `select format('%s due %s: charged %s by payment %s', i.reference, i.due_on, p.created_at, p.id) as found
            from payments p join invoices i on i.id = p.invoice_id
           where p.is_off_session and p.collection_step is not null and ${inZone('p.created_at')} < i.due_on and ${isChargedOnItsDay}
          union all
          select format('%s due %s: last tried %s', reference, due_on, last_attempt_at) from invoices i
           where ${inZone('last_attempt_at')} < due_on and ${isChargedOnItsDay}
          union all
          select format('%s due %s: next tried %s', reference, due_on, next_attempt_at) from invoices i
           where status = 'open' and ${inZone('next_attempt_at')} < due_on and ${isChargedOnItsDay}`,
  },
  {
    invariant: 13,
    name: 'nothing is charged by itself while it is promised',
    // A promise holds from its fact to the end of its last day, or to the fact of another one, of its end, or of money that was taken back.
    sql: `select format('%s promised until %s: charged %s by payment %s', i.reference, k.data ->> 'until', p.created_at, p.id) as found
            from events k join payments p on p.invoice_id = k.subject_id join invoices i on i.id = p.invoice_id
           where k.type = 'invoice.promised' and p.is_off_session and p.collection_step is not null
             and p.created_at > k.occurred_at and ${inZone('p.created_at')} <= (k.data ->> 'until')::date
             and not exists (
               select from events e where e.subject_id = k.subject_id and e.id > k.id and e.occurred_at <= p.created_at
                  and e.type in ('invoice.promised', 'invoice.promise_lifted', 'invoice.handed_over', 'invoice.reopened'))
          union all
          select format('%s promised until %s: next tried %s', reference, promised_until, next_attempt_at) from invoices
           where status = 'open' and promised_until >= $1::date and ${inZone('next_attempt_at')} <= promised_until`,
  },
]
