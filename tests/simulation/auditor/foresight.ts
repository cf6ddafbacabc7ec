import type pg from 'pg'
import type { Finding } from '#tests/simulation/auditor/findings'

interface Amount {
  amount: string
}

/** What the API showed a customer of the twelve months to come, as far as this looks at it. */
export interface Shown {
  invoices: {
    issues_on: string
    lines: {
      subscription_id: string | null
      period: { starts_on: string } | null
      amount: Amount
      tax_amount: Amount
    }[]
  }[]
}

/** The sum of what one period of one subscription was to cost. */
export interface Foreseen {
  customerId: string
  /** As the API shows it. */
  subscriptionId: string
  startsOn: string
  issuesOn: string
  net: bigint
  tax: bigint
}

/** Sums what was shown by subscription and period. @param customerId the customer's own id in the tables */
export function sumUp(customerId: string, { invoices }: Shown): Foreseen[] {
  const sums = new Map<string, Foreseen>()
  for (const { issues_on: issuesOn, lines } of invoices)
    for (const { subscription_id: subscriptionId, period, amount, tax_amount: tax } of lines) {
      if (!subscriptionId || !period) continue
      const key = `${subscriptionId} ${period.starts_on}`
      const known = sums.get(key) ?? { customerId, subscriptionId, startsOn: period.starts_on, issuesOn, net: 0n, tax: 0n }
      sums.set(key, { ...known, net: known.net + BigInt(amount.amount), tax: known.tax + BigInt(tax.amount) })
    }
  return [...sums.values()]
} // prettier-ignore

interface Came {
  net: string | null
  tax: string | null
}

/**
 * Invariant 8: what a preview showed is what was charged, for whoever did nothing meanwhile and to whom nothing was done. What the company
 * itself did to all (another price) makes no difference to what was shown before, but may to what came: then nothing is compared.
 * @param until what was to be issued up to this day
 */
export async function checkForesight(
  database: pg.Client,
  foreseen: readonly Foreseen[],
  { since, until, idOf }: { since: Date; until: string; idOf: (shown: string) => string }
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { customerId, subscriptionId, startsOn, issuesOn, net, tax } of foreseen) {
    if (issuesOn > until) continue
    const id = idOf(subscriptionId)
    const { rows } = await database.query<Came & { is_disturbed: boolean }>(
      `select (select sum(l.amount) from invoice_lines l where l.subscription_id = $2 and l.period_starts_on = $3::date)::text as net,
              (select sum(l.tax_amount) from invoice_lines l where l.subscription_id = $2 and l.period_starts_on = $3::date)::text as tax,
              exists (select from price_moves where created_at >= $4)
              or exists (select from events e where e.occurred_at >= $4 and e.customer_id = $1
                 and (e.actor_kind in ('customer', 'staff') or e.type like 'subscription.%' and e.type <> 'subscription.renewed'
                      or e.type like 'service.%' or e.type like 'credit_note.%' or e.type like 'dispute.%')) as is_disturbed`,
      [customerId, id, startsOn, since]
    )
    const came = rows[0]!
    if (came.is_disturbed) continue
    if (came.net !== String(net) || came.tax !== String(tax))
      findings.push({
        invariant: 8,
        check: 'what was foreseen came',
        found: `${subscriptionId} from ${startsOn}: ${net} + ${tax} were shown, ${came.net ?? 'nothing'} + ${came.tax ?? 'nothing'} came`,
      })
  }
  return findings.slice(0, 5)
} // prettier-ignore
