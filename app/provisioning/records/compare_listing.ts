import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

interface Comparison {
  id: string
  panelId: string
  /** When the panel's list began to be read: what changed here after it is not compared. */
  startedAt: Date
  at: Date
  /** Currency in which what nobody pays for is valued. */
  currency: string
}

/**
 * Compares a whole listing with what is sold, in one statement over sets, and notes what differs. What differed before and does no more is
 * gone. Services on which work is under way are left out, and so are servers that are being made right now. @returns how many differ
 */
export async function compareListing(run: Comparison): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with ${comparedSets(run)}, found as (${differences(run)}),
    noted as (
      insert into drifts (id, panel_id, kind, reference, name, service_id, differences, monthly_amount, currency, status, comparison_id, first_seen_at, last_seen_at)
      select uuidv7(), ${run.panelId}, f.kind, f.reference, f.name, f.service_id, f.differences,
             case when f.currency is null then null else f.monthly end, case when f.monthly is null then null else f.currency end,
             'open', ${run.id}, ${run.at}, ${run.at} from found f
      on conflict (tenant_id, panel_id, kind, reference) where status in ('open', 'repairing', 'ignored') do update
        set name = excluded.name, service_id = excluded.service_id, differences = excluded.differences, monthly_amount = excluded.monthly_amount,
            currency = excluded.currency, comparison_id = excluded.comparison_id, last_seen_at = excluded.last_seen_at
      returning 1
    )
    select count(*)::int as count from noted`.execute(db)
  await sql`
    update drifts set status = 'gone', settled_at = ${run.at}
     where panel_id = ${run.panelId} and status in ('open', 'ignored') and comparison_id <> ${run.id}`.execute(
    db
  )
  return rows[0]!.count
}

/**
 * What is sold on the panel, beside it what the panel lists, and what plans of its kind cost in a month. The listing is looked up row by row
 * through its index: how many rows a tenant has is not counted (ADR 11), so that a join of whole sets may be planned as if both were tiny.
 */
function comparedSets(run: Comparison) {
  return sql`
    panel as materialized (select * from panels where id = ${run.panelId}),
    sold as materialized (
      select s.*, b.recurring_amount, b.currency, b.interval_unit, b.interval_count, u.reference as user_reference,
             coalesce((s.spec ->> 'cpuCores')::numeric, ceil((s.spec ->> 'cpuPercent')::numeric * 0.01)) as sold_cores,
             (s.spec ->> 'memoryMb')::numeric as sold_memory,
             coalesce((s.spec ->> 'storageGb')::numeric, ceil((s.spec ->> 'storageMb')::numeric / 1024)) as sold_storage,
             (s.spec ->> 'trafficGb')::numeric as sold_traffic,
             round(b.recurring_amount::numeric / b.interval_count * case b.interval_unit when 'day' then 365 / 12.0 when 'week' then 365 / 84.0 when 'year' then 1 / 12.0 else 1 end)::bigint as monthly
        from services s
        join subscriptions b on b.tenant_id = s.tenant_id and b.id = s.subscription_id
        left join panel_users u on u.tenant_id = s.tenant_id and u.panel_id = s.panel_id and u.customer_id = s.customer_id
       where s.panel_id = ${run.panelId} and s.status in ('active', 'suspended') and s.external_reference is not null
         and s.activated_at is not null
         and not ${isWorkedOn(run)}
    ),
    paired as materialized (select s.*, l.name as seen_name, l.owner_reference, l.owner_email, l.is_suspended, l.cpu_cores, l.memory_mb, l.storage_gb,
                    l.traffic_gb, l.package as seen_package from sold s join panel_listings l on l.tenant_id = s.tenant_id and l.comparison_id = ${run.id} and l.reference = s.external_reference),
    offered as materialized (
      select distinct on (p.panel_package ->> 'package', p.id) p.panel_package ->> 'package' as package, (p.spec ->> 'cpuCores')::numeric as cores,
             (p.spec ->> 'memoryMb')::numeric as memory, (p.spec ->> 'storageGb')::numeric as storage, r.amount, r.currency
        from plans p join prices r on r.tenant_id = p.tenant_id and r.plan_id = p.id and r.replaced_at is null and r.interval_unit = 'month'
         and r.interval_count = 1 and r.valid_from <= current_date
       where p.panel_driver = (select driver from panel) and p.status <> 'draft' and r.currency = ${run.currency}
       order by p.panel_package ->> 'package', p.id, r.valid_from desc
    )`
}

/** Whether work on a service `s` is under way, or its last one did something since the panel's list began to be read, by the real world's time. */
function isWorkedOn({ startedAt }: Comparison) {
  return sql`(exists (select from operations o where o.tenant_id = s.tenant_id and o.service_id = s.id and o.status in ('queued', 'running', 'waiting'))
    or exists (select from operation_steps t where t.tenant_id = s.tenant_id and t.finished_at >= ${startedAt} and t.operation_id =
                (select o.id from operations o where o.tenant_id = s.tenant_id and o.service_id = s.id order by o.id desc limit 1)))`
}

/** Every way in which the two differ, as rows of one form. */
function differences(run: Comparison) {
  return sql`
      select 'unbilled' as kind, l.reference, l.name, s.id as service_id, v.amount as monthly, v.currency,
             jsonb_strip_nulls(jsonb_build_object('owner', jsonb_build_object('found', coalesce(l.owner_email, l.owner_reference)),
               'cpuCores', jsonb_build_object('found', l.cpu_cores), 'memoryMb', jsonb_build_object('found', l.memory_mb),
               'storageGb', jsonb_build_object('found', l.storage_gb), 'package', jsonb_build_object('found', l.package))) as differences
        from panel_listings l
        left join services s on s.tenant_id = l.tenant_id and s.panel_id = ${run.panelId} and s.external_reference = l.reference
        left join lateral (select o.amount, o.currency from offered o
                            where o.package = l.package or (l.package is null and o.cores = l.cpu_cores and o.memory = l.memory_mb and o.storage = l.storage_gb)
                            order by o.amount limit 1) v on true
       where l.comparison_id = ${run.id} and (s.id is null or (s.status in ('terminated', 'failed') and not ${isWorkedOn(run)}))
         and not (l.is_unfinished and exists (select from services n where n.panel_id = ${run.panelId} and n.status in ('pending', 'provisioning')))
      union all
      select 'missing', s.external_reference, s.hostname, s.id, s.monthly, s.currency, jsonb_build_object()
        from sold s where not exists (select from panel_listings l where l.tenant_id = s.tenant_id and l.comparison_id = ${run.id} and l.reference = s.external_reference)
      union all
      select 'other_size', d.external_reference, d.hostname, d.id,
             case when v.currency = d.currency then v.amount - d.monthly end, case when v.currency = d.currency then d.currency end, d.differences
        from (select b.*, (
                select jsonb_object_agg(x.name, jsonb_build_object('sold', x.sold, 'found', x.found)) from (values
                  ('cpuCores', to_jsonb(nullif(b.sold_cores, 0)), to_jsonb(b.cpu_cores)), ('memoryMb', to_jsonb(nullif(b.sold_memory, 0)), to_jsonb(b.memory_mb)),
                  ('storageGb', to_jsonb(nullif(b.sold_storage, 0)), to_jsonb(b.storage_gb)), ('trafficGb', to_jsonb(b.sold_traffic), to_jsonb(b.traffic_gb)),
                  ('package', to_jsonb(b.spec ->> 'package'), to_jsonb(b.seen_package))) as x (name, sold, found)
                 where x.found is not null and x.sold is not null and x.found <> x.sold) as differences from paired b) d
        left join lateral (select o.amount, o.currency from offered o
                            where o.package = d.seen_package or (d.seen_package is null and o.cores = d.cpu_cores and o.memory = d.memory_mb and o.storage = d.storage_gb)
                            order by o.amount limit 1) v on true
       where d.differences is not null
      union all
      select 'other_owner', b.external_reference, b.hostname, b.id, b.monthly, b.currency,
             jsonb_build_object('owner', jsonb_build_object('sold', b.user_reference, 'found', coalesce(b.owner_email, b.owner_reference)))
        from paired b where b.owner_reference <> b.user_reference
      union all
      select 'other_state', b.external_reference, b.hostname, b.id, b.monthly, b.currency,
             jsonb_build_object('state', jsonb_build_object('sold', b.status, 'found', case when b.is_suspended then 'suspended' else 'active' end))
        from paired b where b.is_suspended <> (b.status = 'suspended')`
}
