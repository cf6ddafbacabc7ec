import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Check, Finding } from '#tests/simulation/auditor/findings'

/** Units for one euro on the day of issue, or the last day before it. */
const perEuroOf = (currency: string) => `(
  select per_euro from (
    select 1 as per_euro, null::date as rate_on, true as is_own where ${currency} = 'EUR'
    union all
    select r.per_euro, r.rate_on, r.source = 'own' from exchange_rates r where r.currency = ${currency} and r.rate_on <= d.issued_on
  ) rates order by rate_on desc, is_own desc limit 1)`

/** Invariant 7: numbers without gaps, and documents whose parts add up. */
export const documentChecks: Check[] = [
  ...['invoices', 'credit_notes'].map((table) => ({
    invariant: 7,
    name: `numbers of ${table} run from 1 without a gap`,
    sql: `select format('%s: %s numbers from %s to %s', series, count(*), min(number), max(number)) as found
            from ${table} group by series having count(*) <> max(number) or min(number) <> 1 or count(distinct number) <> count(*)`,
  })),
  {
    invariant: 7,
    name: 'the next number follows the last one',
    sql: `select format('%s: next %s after %s', s.series, s.next_number, l.last) as found
            from number_series s join (
              select series, max(number) as last from invoices group by 1
              union all select series, max(number) from credit_notes group by 1) l on l.series = s.series
           where s.next_number <> l.last + 1`,
  },
  {
    invariant: 7,
    name: 'an invoice is the sum of its lines',
    sql: `select format('%s: %s + %s, lines %s + %s', i.reference, i.subtotal, i.tax_total, l.net, l.tax) as found
            from invoices i join (
              select invoice_id, sum(amount) as net, sum(tax_amount) as tax from invoice_lines group by 1) l on l.invoice_id = i.id
           where (i.subtotal, i.tax_total) <> (l.net, l.tax) or i.total <> i.subtotal + i.tax_total`,
  },
  {
    invariant: 7,
    name: 'a credit note is the sum of its lines',
    sql: `select format('%s: %s + %s, lines %s + %s', n.reference, n.subtotal, n.tax_total, l.net, l.tax) as found
            from credit_notes n left join (
              select credit_note_id, sum(amount) as net, sum(tax_amount) as tax from credit_note_lines group by 1) l on l.credit_note_id = n.id
           where (n.subtotal, n.tax_total) is distinct from (l.net, l.tax) or n.total <> n.subtotal + n.tax_total`,
  },
  {
    invariant: 7,
    name: 'no more is taken back than was demanded',
    sql: `select format('invoice %s line %s: %s of %s', l.invoice_id, l.position, sum(c.amount), l.amount) as found
            from invoice_lines l join credit_note_lines c on c.invoice_id = l.invoice_id and c.invoice_line_position = l.position
           group by l.invoice_id, l.position, l.amount, l.tax_amount
          having abs(sum(c.amount)) > abs(l.amount) or abs(sum(c.tax_amount)) > abs(l.tax_amount)`,
  },
  {
    invariant: 7,
    name: 'a tax is stated in the currency in which it is owed where that is another one, at the rate of the day of issue',
    // Of a German seller, who is registered in the United Kingdom and declares all else at home. All three currencies have two decimals.
    sql: `select format('%s: tax %s %s, owed in %s, stated %s', d.reference, d.tax_total, d.currency, d.owed_in, d.stated) as found
            from (select i.*, i.snapshot -> 'national_tax' as stated,
                         case i.snapshot -> 'customer' ->> 'country' when 'GB' then 'GBP' else 'EUR' end as owed_in from invoices i) d
            left join lateral ${perEuroOf('d.currency')} sold on true
            left join lateral ${perEuroOf('d.owed_in')} owed on true
           where case when d.tax_total = 0 or d.currency = d.owed_in then d.stated is not null
                      else d.stated -> 'total' ->> 'currency' is distinct from d.owed_in
                        or (d.stated -> 'total' ->> 'amount')::numeric is distinct from round(d.tax_total * owed.per_euro / sold.per_euro) end`,
  },
  {
    invariant: 7,
    name: 'what is credited of such a tax goes back at the rate of its invoice, and no more than it stated',
    sql: `with taken_back as (
            select i.reference, n.snapshot -> 'national_tax' ->> 'rate' as rate, i.snapshot -> 'national_tax' ->> 'rate' as rate_stated,
                   (n.snapshot -> 'national_tax' -> 'total' ->> 'amount')::numeric as amount,
                   (i.snapshot -> 'national_tax' -> 'total' ->> 'amount')::numeric as stated
              from credit_notes n join invoices i on i.id = n.invoice_id where n.tax_total <> 0)
          select format('%s: %s of %s', reference, sum(amount), min(stated)) as found from taken_back
           group by reference having bool_or(rate is distinct from rate_stated) or sum(amount) > min(stated)`,
  },
  {
    invariant: 2,
    name: 'a credit note goes where it says: to the invoice and to the balance',
    sql: `select format('%s: %s to its invoice, settled %s', n.reference, n.to_invoice, coalesce(s.amount, 0)) as found
            from credit_notes n left join invoice_settlements s on s.cause_id = n.id
           where n.to_invoice <> coalesce(s.amount, 0)`,
  },
]

interface Sealed {
  reference: string
  snapshot: unknown
  hash: Buffer
  total: string
}

/** Looks into the snapshots that were sealed since an instant: untouched, and saying what the row says. */
export async function checkSeals(database: pg.Client, since: Date): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const table of ['invoices', 'credit_notes']) {
    const { rows } = await database.query<Sealed>(
      `select reference, snapshot, hash, total::text as total from ${table} where issued_at >= $1`,
      [since]
    )
    for (const { reference, snapshot, hash, total } of rows) {
      const seal = createHash('sha256').update(inOrder(snapshot)).digest()
      if (!seal.equals(hash)) findings.push({ invariant: 7, check: 'seals', found: `${reference} is not what was sealed` })
      const said = (snapshot as { total: { amount: string } }).total.amount
      if (said !== total) findings.push({ invariant: 7, check: 'snapshots', found: `${reference} says ${said}, is ${total}` })
    }
  }
  return findings
} // prettier-ignore

/** JSON with its fields in the order of their names and without spaces, written down from RFC 8785's idea anew. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return '[' + value.map((part) => inOrder(part)).join(',') + ']'
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return '{' + fields.map(([name, field]) => JSON.stringify(name) + ':' + inOrder(field)).join(',') + '}'
}
