import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { addDuration, dateIn, startOfDay } from '#app/shared/time/calendar'
import { jurisdictionOf, listMissingRates, listRegisterRefusals } from '#app/billing/index'
import type { AttentionRow } from '#app/reporting/queries/list_attention'

export type TaxAlarmKind =
  'tax_rate_missing' | 'tax_id_lapsing' | 'own_tax_id_refused' | 'tax_register_blocks'

const examplesMax = 3
const lapseWarningDays = 14

/** What makes invoices say another tax than they should, and nobody is told otherwise. */
export async function taxAlarms(now: Date): Promise<AttentionRow[]> {
  return [...(await placesWithoutRate(now)), ...(await lapsingTaxIds(now)), ...(await refusedQuestions())]
}

/** Without a rate nothing is collected where it has to be, and the invoice says that there is no tax. */
async function placesWithoutRate(now: Date): Promise<AttentionRow[]> {
  const { id, timeZone } = currentTenant()
  const today = dateIn(timeZone, now)
  const missing = await listMissingRates(today)
  return missing.slice(0, examplesMax).map(({ from, ...place }) => ({
    kind: 'tax_rate_missing',
    id,
    label: jurisdictionOf(place),
    at: from === today ? null : startOfDay(timeZone, from),
    total: missing.length,
  }))
}

/** Confirmed by hand: no register renews them. Only of customers who are still billed. */
async function lapsingTaxIds(now: Date): Promise<AttentionRow[]> {
  const { rows } = await sql<AttentionRow>`
    select 'tax_id_lapsing' as kind, c.id, c.name || ' · ' || t.value as label, t.trusted_until as at, count(*) over ()::int as total
      from tax_ids t join customers c on c.tenant_id = t.tenant_id and c.id = t.customer_id and c.tax_id = t.value
     where t.status = 'valid' and t.source = 'staff' and t.trusted_until <= ${addDuration(now, { days: lapseWarningDays })}
       and exists (select 1 from subscriptions s where s.tenant_id = c.tenant_id and s.customer_id = c.id
                     and s.status in ('trialing', 'active', 'past_due', 'suspended'))
     order by t.trusted_until limit ${examplesMax}`.execute(db)
  return rows
}

/** The register of tax ids does not know who asks, or does not want to be asked: no waiting mends that. */
async function refusedQuestions(): Promise<AttentionRow[]> {
  const kinds = { own_id: 'own_tax_id_refused', blocked: 'tax_register_blocks' } as const
  return (await listRegisterRefusals()).map(({ type, about, at }) => ({
    kind: kinds[type],
    id: currentTenant().id,
    label: about,
    at,
    total: 1,
  }))
}
