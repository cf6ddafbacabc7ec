import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

export interface PanelRow {
  id: string
  code: string
  driver: string
  name: string
  location: string
  base_url: string
  status: string
  max_concurrent_calls: number
  datacenter_id: string | null
  config: Record<string, unknown>
  last_seen_at: Date | null
  last_error: string | null
  service_count: number
  held_count: number
  calls_last_day: number
  failures_last_day: number
  median_ms: number | null
}

/** Connected panels: whether they answer, and what runs on them. Their secrets stay where they are. */
export function listPanels(dayStartsAt: Date): Promise<PanelRow[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<PanelRow>`
      with calls as (
        select coalesce(s.panel_id, r.subject_id) as panel_id, r.outcome, r.duration_ms
          from remote_calls r
          left join operations o on r.subject_kind = 'operation' and o.tenant_id = r.tenant_id and o.id = r.subject_id
          left join services s on s.tenant_id = r.tenant_id and s.id = coalesce(o.service_id, case when r.subject_kind = 'service' then r.subject_id end)
         where r.called_at >= ${dayStartsAt} and r.subject_kind in ('operation', 'service', 'panel')
      )
      select p.id, p.code, p.driver, p.name, p.location, p.base_url, p.status, p.max_concurrent_calls, p.datacenter_id, p.last_seen_at, p.last_error,
             p.config,
             (select count(*) from services s where s.tenant_id = p.tenant_id and s.panel_id = p.id
                and s.status in ('provisioning', 'active', 'suspended'))::int as service_count,
             (select count(*) from capacity_holds h where h.tenant_id = p.tenant_id and h.panel_id = p.id and h.status = 'held')::int as held_count,
             count(c.*)::int as calls_last_day,
             count(c.*) filter (where c.outcome in ('failed', 'unknown'))::int as failures_last_day,
             percentile_cont(0.5) within group (order by c.duration_ms)::int as median_ms
        from panels p left join calls c on c.panel_id = p.id
       group by p.tenant_id, p.id order by p.name`.execute(db)
    return rows
  })
}
