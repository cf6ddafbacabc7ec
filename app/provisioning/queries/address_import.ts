import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** What runs on a panel and has addresses, by id. */
export function listServicesOfPanel(of: {
  panelId: string
  afterId: string | null
  limit: number
}): Promise<string[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<{ id: string }>`
      select id from services
       where panel_id = ${of.panelId} and status in ('active', 'suspended') and external_reference is not null
         and (${of.afterId}::uuid is null or id > ${of.afterId})
       order by id limit ${of.limit}`.execute(db)
    return rows.map(({ id }) => id)
  })
}

export interface AddressImport {
  panelId: string
  panel: string
  /** Running services with addresses. */
  serviceCount: number
  /** Those of them of which no holding is kept yet. */
  leftCount: number
}

/** How far is each panel's import? What is left says it: nobody has to write down progress that can be counted. */
export function listAddressImports(): Promise<AddressImport[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<AddressImport>`
      select p.id as "panelId", p.name as panel, count(s.id)::int as "serviceCount",
             count(s.id) filter (where not exists (
               select from address_holdings h
                where h.tenant_id = s.tenant_id and h.service_id = s.id and h.ended_at is null))::int as "leftCount"
        from panels p
        left join services s on s.tenant_id = p.tenant_id and s.panel_id = p.id and s.status in ('active', 'suspended')
         and jsonb_array_length(s.addresses) > 0
       group by p.tenant_id, p.id, p.name order by p.name`.execute(db)
    return rows
  })
}
