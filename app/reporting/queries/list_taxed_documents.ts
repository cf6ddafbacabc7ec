import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { CalendarDate } from '#app/shared/time/calendar'

export interface TaxedDocuments {
  country: string | null
  name: string | null
  percent: string
  currency: string
  net: bigint
  tax: bigint
  /** At the rates at which the documents were booked. */
  reportingNet: bigint
  reportingTax: bigint
}

/** Lines of an invoice as issued; as voided, less what credit notes took back before; of a credit note, what it takes back. */
const linesOf = sql`
  select l.tax_country, l.tax_name, l.tax_percent,
         case e.kind when 'invoice_voided' then l.amount - coalesce(b.amount, 0) else l.amount end as amount,
         case e.kind when 'invoice_voided' then l.tax_amount - coalesce(b.tax_amount, 0) else l.tax_amount end as tax_amount
    from invoice_lines l
    left join lateral (
      select sum(k.amount) as amount, sum(k.tax_amount) as tax_amount from credit_note_lines k
       where e.kind = 'invoice_voided' and k.tenant_id = l.tenant_id and k.invoice_id = l.invoice_id and k.invoice_line_position = l.position
    ) b on true
   where e.kind <> 'credit_note_issued' and l.tenant_id = i.tenant_id and l.invoice_id = i.id
  union all
  select l.tax_country, l.tax_name, l.tax_percent, k.amount, k.tax_amount
    from credit_note_lines k
    join invoice_lines l on l.tenant_id = k.tenant_id and l.invoice_id = k.invoice_id and l.position = k.invoice_line_position
   where e.kind = 'credit_note_issued' and k.tenant_id = e.tenant_id and k.credit_note_id = e.cause_id`

/** What documents of a range of days say about tax, by country and rate: issued invoices, less voids and credit notes. */
export function listTaxedDocuments({
  from,
  to,
}: {
  from: CalendarDate
  to: CalendarDate
}): Promise<TaxedDocuments[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<TaxedDocuments>`
      select n.tax_country as country, n.tax_name as name, trim_scale(n.tax_percent)::text as percent, i.currency,
             sum(e.sign * n.amount)::bigint as net, sum(e.sign * n.tax_amount)::bigint as tax,
             round(sum(e.sign * n.amount * r.ratio))::bigint as "reportingNet", round(sum(e.sign * n.tax_amount * r.ratio))::bigint as "reportingTax"
        from (
          select j.tenant_id, j.id, j.kind, j.cause_id, coalesce(c.invoice_id, j.cause_id) as invoice_id, case j.kind when 'invoice_issued' then 1 else -1 end as sign
            from journal_entries j
            left join credit_notes c on j.kind = 'credit_note_issued' and c.tenant_id = j.tenant_id and c.id = j.cause_id
           where j.tenant_id = platform.current_tenant() and j.booked_on >= ${from}::date and j.booked_on <= ${to}::date
             and j.kind in ('invoice_issued', 'invoice_voided', 'credit_note_issued')
        ) e
        join invoices i on i.tenant_id = e.tenant_id and i.id = e.invoice_id
        cross join lateral (${linesOf}) n
        cross join lateral (
          select p.reporting_amount::numeric / p.amount as ratio from postings p
           where p.tenant_id = e.tenant_id and p.entry_id = e.id order by abs(p.amount) desc limit 1
        ) r
       group by 1, 2, 3, 4 order by 1 nulls last, 3 desc`.execute(db)
    return rows
  })
}
