import type pg from 'pg'

/** How the log is spread over time, people and things: what measurements ask for by name. */
export interface SeededLog {
  from: Date
  until: Date
  /** From the most frequent to the rarest; every seventh of them happened in the first sixth of the time only. */
  types: string[]
}

const years = 3
const chunk = 500_000

/**
 * Fills a tenant's log with facts of three years that end now, as many as wanted, in chunks. What runs record for many is most of it; a seventh
 * was done by people, a hundredth of that in somebody's name. Indexes are made anew afterwards: one by one that takes a third of the time.
 */
export async function seedEvents(
  client: pg.Client,
  { tenantId, count, types }: { tenantId: string; count: number; types: string[] }
): Promise<SeededLog> {
  const until = new Date()
  const from = new Date(until.getTime() - years * 365 * 86_400_000)
  await client.query(`select set_config('app.tenant', $1, false)`, [tenantId])
  await client.query(`set maintenance_work_mem = '256MB'`)
  const definitions = await dropIndexes(client)
  for (let first = 0; first < count; first += chunk) {
    await client.query(insertFacts, [
      tenantId,
      types,
      from,
      (until.getTime() - from.getTime()) / 1000 / count,
      first,
      Math.min(first + chunk, count) - 1,
      count,
    ])
  }
  for (const definition of definitions) await client.query(definition)
  await client.query('vacuum (analyze) events')
  return { from, until, types }
}

/** All but the primary key's, which grows at its end. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexname as name, i.indexdef as definition from pg_indexes i
      where i.schemaname = 'public' and i.tablename = 'events' and i.indexname <> 'events_pkey'`
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

/** Numbers below one that look like chance and are the same in each run. */
const chance = (salt: number) => `((hashint8(n * 7 + ${salt}) & 1073741823) / 1073741824.0)`

const insertFacts = `
  insert into events (tenant_id, id, type, subject_kind, subject_id, customer_id, actor_kind, actor_id, impersonator_id, origin_ip,
                      request_id, data, occurred_at)
  select $1, uuidv7(at - clock_timestamp()),
         ($2::text[])[1 + case when place % 7 = 3 and n > $7::bigint / 6 then place - 1 else place end], 'invoice',
         md5('subject ' || case when hot < 0.004 then 0 else n / 5 end)::uuid, customer, kind,
         case kind when 'customer' then customer when 'staff' then md5('staff ' || floor(25 * who ^ 2))::uuid end,
         case when kind = 'customer' and hot > 0.99 then md5('staff ' || floor(25 * who ^ 2))::uuid end,
         case kind when 'customer' then '198.18.0.0'::inet + floor(60000 * who)::bigint
                   when 'staff' then '192.0.2.0'::inet + floor(30 * who)::bigint end,
         case when kind in ('customer', 'staff') then md5('request ' || n) end,
         jsonb_build_object('invoiceId', md5('subject ' || n / 5)::uuid, 'number', 'INV-' || n, 'total', n % 100000, 'currency', 'EUR',
                            'reason', 'As agreed ' || n % 1000),
         at
    from (
      select n, $3::timestamptz + n * $4::float8 * interval '1 second' as at, floor(cardinality($2::text[]) * ${chance(1)} ^ 4)::int as place,
             md5('customer ' || floor(50000 * ${chance(2)} ^ 2))::uuid as customer, ${chance(3)} as who, ${chance(4)} as hot,
             case when ${chance(5)} < 0.86 then 'system' when ${chance(5)} < 0.94 then 'customer' when ${chance(5)} < 0.98 then 'staff'
                  when ${chance(5)} < 0.9995 or n > $7::bigint / 2 then 'gateway' else 'panel' end as kind
        from generate_series($5::bigint, $6::bigint) as n) facts`
