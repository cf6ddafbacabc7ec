import { sql } from 'kysely'
import { rowsAs } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { PricePlace, PriceVersionRow } from '#app/catalogue/records/price_writes'

/** A version of a plan's price, or of an option's with the value of a choice. */
export type PlanVersion = PriceVersionRow & { planId: string }
export type OptionVersion = PriceVersionRow & { optionId: string; valueId: string | null }

interface When {
  at: Date
  validFrom: CalendarDate
  today: CalendarDate
}

const placeOf = ({ currency, interval }: PricePlace) => ({
  currency,
  interval_unit: interval.unit,
  interval_count: interval.count,
})
const placeColumns = { currency: 'text', interval_unit: 'text', interval_count: 'int4' } as const

/** What ends: as `retireVersions` has it, for the rows `r` of places and the prices `p`. */
const ends = ({ validFrom, today }: When) => sql`
  p.tenant_id = platform.current_tenant() and p.currency = r.currency and p.interval_unit = r.interval_unit
  and p.interval_count = r.interval_count and p.replaced_at is null
  and ${validFrom <= today ? sql`p.valid_from <= ${validFrom}` : sql`p.valid_from = ${validFrom}`}`

/**
 * Ends the versions of many plans' prices that others take the place of, and writes those: two statements, however many they are.
 * @returns of each new version the one that held; those without one are not there
 */
export async function replacePlanVersions(
  versions: readonly PlanVersion[],
  when: When
): Promise<Map<string, string>> {
  const rows = versions.map((version) => ({
    id: version.id,
    plan_id: version.planId,
    ...placeOf(version),
    amount: version.amount,
    setup_amount: version.setupAmount,
    tiers: version.tiers && JSON.stringify(version.tiers),
  }))
  const places = rows.map((row) => ({ by: row.id, plan_id: row.plan_id, ...placeIn(row) }))
  const { rows: replaced } = await sql<{ by: string; id: string }>`
    with retired as (
      update prices p set replaced_at = ${when.at}
        from ${rowsAs(places, { by: 'uuid', plan_id: 'uuid', ...placeColumns })}
       where ${ends(when)} and p.plan_id = r.plan_id
      returning r.by, p.id, p.valid_from
    )
    select distinct on (by) by, id from retired order by by, valid_from desc`.execute(db)
  await sql`
    insert into prices (id, plan_id, currency, interval_unit, interval_count, amount, setup_amount, tiers, valid_from, created_at)
    select r.*, ${when.validFrom}::date, ${when.at}::timestamptz
      from ${rowsAs(rows, { id: 'uuid', plan_id: 'uuid', ...placeColumns, amount: 'int8', setup_amount: 'int8', tiers: 'jsonb' })}`.execute(
    db
  )
  return new Map(replaced.map(({ by, id }) => [by, id]))
}

/** The same for prices of options, of which nobody asks what held before. */
export async function replaceOptionVersions(versions: readonly OptionVersion[], when: When): Promise<void> {
  const rows = versions.map((version) => ({
    id: version.id,
    option_id: version.optionId,
    option_value_id: version.valueId,
    ...placeOf(version),
    amount: version.amount,
    setup_amount: version.setupAmount,
    tiers: version.tiers && JSON.stringify(version.tiers),
  }))
  const places = rows.map((row) => ({ option_id: row.option_id, option_value_id: row.option_value_id, ...placeIn(row) })) // prettier-ignore
  await sql`
    update option_prices p set replaced_at = ${when.at}
      from ${rowsAs(places, { option_id: 'uuid', option_value_id: 'uuid', ...placeColumns })}
     where ${ends(when)} and p.option_id = r.option_id and p.option_value_id is not distinct from r.option_value_id`.execute(
    db
  )
  await sql`
    insert into option_prices (id, option_id, option_value_id, currency, interval_unit, interval_count, amount, setup_amount, tiers, valid_from)
    select r.*, ${when.validFrom}::date
      from ${rowsAs(rows, { id: 'uuid', option_id: 'uuid', option_value_id: 'uuid', ...placeColumns, amount: 'int8', setup_amount: 'int8', tiers: 'jsonb' })}`.execute(
    db
  )
}

function placeIn({ currency, interval_unit, interval_count }: ReturnType<typeof placeOf>) {
  return { currency, interval_unit, interval_count }
}
