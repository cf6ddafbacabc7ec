import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { Fraction } from '#app/shared/money/fraction'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { LineExplanation } from '#app/billing/domain/line_explanation'
import { toFraction } from '#app/billing/domain/sealed_terms'

/** What one discount took off a period of a subscription when that was invoiced. */
export interface TakenOff {
  kind: 'coupon' | 'loyalty'
  code: string | null
  name: string
  percent: string | null
  /** Of a whole interval, where the period was invoiced as a part of one; minor units, as prices are given. */
  amount: bigint
}

export interface InvoicedPeriod {
  startsOn: CalendarDate
  endsOn: CalendarDate
  /** The invoice that opened it; changes within it have their own. */
  invoiceId: string
  takenOff: TakenOff[]
}

interface Row extends Omit<InvoicedPeriod, 'takenOff'> {
  explanation: LineExplanation
}

/**
 * What was taken off the periods of a subscription from a day on, by the sealed invoices that opened them? Reads within the caller's
 * transaction. One is looked up by the keys of the other, as in `listPaidLines`.
 */
export async function listTakenOff(subscriptionId: string, from: CalendarDate): Promise<InvoicedPeriod[]> {
  const { rows } = await sql<Row>`
    select p.period_starts_on as "startsOn", p.period_ends_on as "endsOn", p.invoice_id as "invoiceId",
           i.snapshot -> 'lines' -> l.position::int -> 'explanation' as explanation
      from subscription_periods p
     cross join lateral (
        select l.position from invoice_lines l
         where l.tenant_id = p.tenant_id and l.invoice_id = p.invoice_id and l.subscription_id = p.subscription_id
           and l.kind in ('plan', 'option') and l.period_starts_on = p.period_starts_on
        offset 0
      ) l
     cross join lateral (
        select i.snapshot from invoices i where i.tenant_id = p.tenant_id and i.id = p.invoice_id
        offset 0
      ) i
     where p.subscription_id = ${subscriptionId} and p.period_ends_on > ${from} and p.ended_early_on is null
     order by p.period_starts_on, l.position`.execute(db)
  return [...Map.groupBy(rows, ({ startsOn }) => startsOn).values()].map(toPeriod)
}

function toPeriod(lines: Row[]): InvoicedPeriod {
  const { startsOn, endsOn, invoiceId } = lines[0]!
  const all = lines.flatMap(({ explanation }) => readTakenOff(explanation))
  const byDiscount = Map.groupBy(all, ({ kind, code, name }) => [kind, code, name].join('|'))
  const takenOff = [...byDiscount.values()].map((parts) => ({
    ...parts[0]!,
    amount: parts.reduce((sum, { amount }) => sum + amount, 0n),
  }))
  return { startsOn, endsOn, invoiceId, takenOff }
}

function readTakenOff({ discounts = [], proration }: LineExplanation): TakenOff[] {
  const share = proration ? toFraction(proration.share) : new Fraction(1n)
  return discounts.map(({ kind, code, name, percent, amount }) => ({
    kind,
    code,
    name,
    percent,
    amount:
      share.numerator === 0n ? 0n : new Fraction(BigInt(amount)).dividedBy(share).roundHalfAwayFromZero(),
  }))
}
