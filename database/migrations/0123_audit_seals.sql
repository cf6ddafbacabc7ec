-- From where somebody acted and who acted in somebody's name; seals over the log of facts; how long the log is kept.

alter table events
  add column origin_ip inet,
  add column request_id text check (length(request_id) <= 100),
  -- The staff member who acted in a customer's name; actor_id is then the person in whose name.
  add column impersonator_id uuid;

-- Only acts of people are looked for by who acted and from where; what a run over many customers records stands in none of these.
create index events_by_actor on events (tenant_id, actor_id, id desc) where actor_kind in ('customer', 'staff');
create index events_by_origin on events (tenant_id, origin_ip, id desc) where origin_ip is not null;
create index events_by_impersonator on events (tenant_id, impersonator_id, id desc) where impersonator_id is not null;
-- The log grows at its end, so that a coarse index finds a stretch of it by its numbers, and costs a write next to nothing.
create index events_in_order on events using brin (tenant_id, seq) with (pages_per_range = 32, autosummarize = on);
grant select on sequence events_seq_seq to platform_app;

-- What a fact says, as 32 bytes. Instants as microseconds: their text depends on who asks.
create function platform.digest_event(e events) returns bytea language sql stable as $$
  select sha256(convert_to(jsonb_build_array(
    e.id, e.seq, e.type, e.subject_kind, e.subject_id, e.customer_id, e.actor_kind, e.actor_id, e.impersonator_id, host(e.origin_ip),
    e.request_id, e.cause, e.data, (extract(epoch from e.occurred_at) * 1000000)::bigint,
    (extract(epoch from e.recorded_at) * 1000000)::bigint)::text, 'UTF8'))
$$;

-- Facts of the tenant within a stretch of the log, by the coarse index: any other plan reads all of the tenant's.
create function platform.digest_events(after_seq bigint, through_seq bigint)
  returns table (id uuid, seq bigint, digest bytea) language sql stable
  set enable_seqscan = off set enable_indexscan = off as $$
  select e.id, e.seq, platform.digest_event(e) from events e where e.seq > after_seq and e.seq <= through_seq order by e.seq
$$;

-- The key under which a tenant's seals are made, encrypted with a key outside of the database.
create table audit_keys (
  tenant_id uuid primary key references platform.tenants (id),
  sealed_key jsonb not null,
  created_at timestamptz not null
);
call platform.separate_tenants('audit_keys', 'select, insert, update');

-- Each seal covers the facts after the last one of the seal before it, and is made over that one's hash: a chain.
create table audit_seals (
  tenant_id uuid not null references platform.tenants (id),
  number bigint not null check (number > 0),
  last_seq bigint not null,
  last_event_id uuid not null,
  event_count integer not null check (event_count > 0),
  -- Of each fact its id (16 bytes) and its digest (32), in the order of their numbers; null once they were cleared away.
  entries bytea check (length(entries) = 48 * event_count),
  entries_digest bytea not null check (length(entries_digest) = 32),
  hash bytea not null check (length(hash) = 32),
  last_occurred_at timestamptz not null,
  sealed_at timestamptz not null,
  cleared_at timestamptz,
  primary key (tenant_id, number),
  unique (tenant_id, last_seq),
  check ((entries is null) = (cleared_at is not null))
);
call platform.separate_tenants('audit_seals', 'select, insert');

create table audit_settings (
  tenant_id uuid primary key references platform.tenants (id),
  -- Null: the log is kept for good.
  keep_months integer check (keep_months between 12 and 600)
);
call platform.separate_tenants('audit_settings', 'select, insert, update');

-- Facts and seals stay as they are, except for what the tenant's own retention clears away, which only the function below can do.
create function platform.refuse_change_of_log() returns trigger language plpgsql as $$
begin
  if tg_op in ('DELETE', 'UPDATE') and current_setting('platform.clearing_log', true) = 'yes' and current_user <> 'platform_app' then
    return null;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation', constraint = tg_table_name || '_append_only';
end $$;
drop trigger append_only on events;
create trigger append_only before update or delete or truncate on events
  for each statement execute function platform.refuse_change_of_log();
create trigger append_only before update or delete or truncate on audit_seals
  for each statement execute function platform.refuse_change_of_log();

-- Clears the facts of the oldest seal that still has them, when all of them are older than the tenant keeps its log and nothing that follows
-- them is outstanding. The seal itself stays, so that the chain goes on. Returns how many facts went; null when there is nothing to clear.
create function platform.clear_oldest_sealed_events() returns integer language plpgsql
  security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  oldest audit_seals;
  after_seq bigint;
  tenant_now timestamptz;
  months integer;
  gone integer;
begin
  select coalesce(t.clock_frozen_at, now() + t.clock_offset_ms * interval '1 millisecond') into tenant_now
    from platform.tenants t where t.id = platform.current_tenant();
  select s.keep_months into months from audit_settings s where s.tenant_id = platform.current_tenant();
  if months is null then return null; end if;
  select * into oldest from audit_seals s
   where s.tenant_id = platform.current_tenant() and s.cleared_at is null order by s.number limit 1 for update;
  if oldest.number is null or oldest.last_occurred_at >= tenant_now - make_interval(months => months) then return null; end if;
  select coalesce(max(s.last_seq), 0) into after_seq from audit_seals s
   where s.tenant_id = platform.current_tenant() and s.number = oldest.number - 1;
  if exists (
    select from platform.digest_events(after_seq, oldest.last_seq) e
      join reaction_deliveries d on d.tenant_id = platform.current_tenant() and d.event_id = e.id and d.status <> 'done'
  ) then return null; end if;
  perform set_config('platform.clearing_log', 'yes', true);
  delete from reaction_deliveries d where d.tenant_id = platform.current_tenant()
     and d.event_id in (select e.id from platform.digest_events(after_seq, oldest.last_seq) e);
  delete from events e where e.tenant_id = platform.current_tenant()
     and e.id in (select s.id from platform.digest_events(after_seq, oldest.last_seq) s);
  get diagnostics gone = row_count;
  update audit_seals s set entries = null, cleared_at = tenant_now
   where s.tenant_id = platform.current_tenant() and s.number = oldest.number;
  perform set_config('platform.clearing_log', 'no', true);
  return gone;
end $$;
revoke all on function platform.clear_oldest_sealed_events() from public;
grant execute on function platform.clear_oldest_sealed_events() to platform_app;
