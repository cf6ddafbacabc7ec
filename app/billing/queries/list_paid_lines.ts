import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { PaidLine } from '#app/billing/domain/give_back'
import type { LineExplanation } from '#app/billing/domain/line_explanation'
import type { InvoiceSnapshot, TaxSnapshot } from '#app/billing/domain/snapshot'
import { flatTax, type TaxDecision } from '#app/billing/domain/tax'

interface PaidLineRow {
  invoiceId: string
  invoiceStatus: string
  position: number
  subscriptionId: string
  description: string
  quantity: number
  startsOn: CalendarDate
  endsOn: CalendarDate
  amount: bigint
  taxAmount: bigint
  explanation: LineExplanation
  taxes: InvoiceSnapshot['taxes']
}

/**
 * Which lines pay for the days of a subscription from a day on? Those of the invoice of each period, or of the invoice of the last
 * change within it. Reads within the caller's transaction. One is looked up by the keys of the other and in no other order: a plan made
 * while the tables were small, or for any values, set the lines of all against the periods of all.
 */
export async function listPaidLines(subscriptionId: string, from: CalendarDate): Promise<PaidLine[]> {
  const { rows } = await sql<PaidLineRow>`
    select l.invoice_id as "invoiceId", i.status as "invoiceStatus", l.position, l.subscription_id as "subscriptionId", l.description, l.quantity,
           p.period_starts_on as "startsOn", p.period_ends_on as "endsOn", l.amount - coalesce(c.amount, 0) as amount,
           l.tax_amount - coalesce(c.tax_amount, 0) as "taxAmount", i.snapshot -> 'lines' -> l.position::int -> 'explanation' as explanation,
           i.snapshot -> 'taxes' as taxes
      from subscription_periods p
     cross join lateral (
        select l.* from invoice_lines l
         where l.tenant_id = p.tenant_id and l.invoice_id = coalesce(p.changed_by_invoice_id, p.invoice_id) and l.subscription_id = p.subscription_id
        offset 0
      ) l
     cross join lateral (
        select i.status, i.snapshot from invoices i where i.tenant_id = l.tenant_id and i.id = l.invoice_id
        offset 0
      ) i
      left join lateral (
        select sum(t.amount)::bigint as amount, sum(t.tax_amount)::bigint as tax_amount
          from line_take_backs t where t.tenant_id = l.tenant_id and t.invoice_id = l.invoice_id and t.position = l.position
      ) c on true
     where p.subscription_id = ${subscriptionId} and p.period_ends_on > ${from} and p.ended_early_on is null
       and l.kind in ('plan', 'option', 'change') and l.amount >= 0 and l.unit_amount >= 0
       and l.period_ends_on = p.period_ends_on
     order by p.period_starts_on, l.position`.execute(db)
  return rows.map(toPaidLine)
}

function toPaidLine({ startsOn, endsOn, explanation, taxes, ...row }: PaidLineRow): PaidLine {
  return {
    ...row,
    planId: null,
    priceId: explanation.price_id,
    period: { startsOn, endsOn },
    tax: readLineTax(explanation.tax, taxes),
    share: explanation.proration ? readShare(explanation.proration.share) : null,
  }
}

function readShare(text: string): PaidLine['share'] {
  const [numerator = '0', denominator = '1'] = text.split('/')
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) }
}

/** The tax of an issued line, from its explanation and from the taxes that its document shows. */
function readLineTax(written: LineExplanation['tax'], taxes: readonly TaxSnapshot[]): TaxDecision {
  const { country, name, percent, reason } = written
  const plain = flatTax({ country, name, percent, reason: reason as TaxDecision['reason'] })
  const shown = taxes.find((tax) => tax.country === country && tax.percent === percent && tax.name === name)
  const several = written.components?.map(({ jurisdiction, name: part, percent: rate }) => ({
    jurisdiction,
    name: part ?? '',
    percent: rate,
  }))
  const one = plain.components.map((component) => ({
    ...component,
    jurisdiction: written.jurisdiction ?? component.jurisdiction,
  }))
  return {
    ...plain,
    category: (written.category as TaxDecision['category'] | undefined) ?? plain.category,
    components: several ?? one,
    exemptionCode: shown?.exemption_code ?? null,
    note: shown?.note ?? null,
  }
}
