import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn, type Interval } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type VersionState, versionStates } from '#app/catalogue/domain/price_version'
import type { WrittenTiers } from '#app/catalogue/domain/written_tiers'

/** A version of a price, as staff keep them. */
export interface PriceVersion {
  id: string
  kind: 'plan' | 'option'
  planId: string | null
  optionId: string | null
  valueId: string | null
  currency: string
  interval: Interval
  amount: bigint
  setupAmount: bigint
  tiers: WrittenTiers | null
  validFrom: CalendarDate
  /** The day on which it was taken back, or another took its place at once. */
  replacedOn: CalendarDate | null
  state: VersionState
}

type VersionRow = Omit<PriceVersion, 'interval' | 'state' | 'replacedOn'> & {
  unit: Interval['unit']
  count: number
  replacedAt: Date | null
}

/** Which prices had, has and will have everything of a product? Of each place the newest first. */
export function listPriceVersions(productId: string): Promise<PriceVersion[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<VersionRow>`
      select v.id, 'plan' as kind, v.plan_id as "planId", null::uuid as "optionId", null::uuid as "valueId", v.currency,
             v.interval_unit as unit, v.interval_count as count, v.amount, v.setup_amount as "setupAmount", v.tiers,
             v.valid_from as "validFrom", v.replaced_at as "replacedAt"
        from prices v join plans p on p.tenant_id = v.tenant_id and p.id = v.plan_id
       where p.product_id = ${productId}
      union all
      select v.id, 'option', null, v.option_id, v.option_value_id, v.currency, v.interval_unit, v.interval_count, v.amount,
             v.setup_amount, v.tiers, v.valid_from, v.replaced_at
        from option_prices v join options o on o.tenant_id = v.tenant_id and o.id = v.option_id
       where o.product_id = ${productId}
       order by "validFrom" desc, id desc`.execute(db)
    const { timeZone } = currentTenant()
    const today = dateIn(timeZone, new Clock().now())
    const versions = rows.map(({ unit, count, replacedAt, ...row }) => ({
      ...row,
      interval: { unit, count },
      replacedOn: replacedAt && dateIn(timeZone, replacedAt),
    }))
    return [...Map.groupBy(versions, placeOf).values()].flatMap((ofPlace) => {
      const states = versionStates(ofPlace, today)
      return ofPlace.map((version) => ({ ...version, state: states.get(version.id)! }))
    })
  })
}

/** What a version is one of: versions with the same follow each other. */
export function placeOf(version: Omit<PriceVersion, 'state' | 'replacedOn'>): string {
  const { planId, optionId, valueId, currency, interval } = version
  return [planId ?? optionId, valueId ?? '', currency, interval.unit, interval.count].join('|')
}
