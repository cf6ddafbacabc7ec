-- The platform itself: who runs on it, under which host names, and what every process shares.
-- Tables of the schema "platform" hold no business data; those of "public" all belong to one tenant.

create schema if not exists platform;

do $$
begin
  if not exists (select from pg_roles where rolname = 'platform_app') then
    create role platform_app nologin nobypassrls;
  end if;
  -- With a single DATABASE_URL the application logs in as the owner and becomes platform_app for every connection.
  if not pg_has_role(current_user, 'platform_app', 'member') then
    execute format('grant platform_app to %I', current_user);
  end if;
end $$;

grant usage on schema platform, public to platform_app;

create table platform.tenants (
  id uuid primary key,
  parent_id uuid references platform.tenants (id),
  slug text not null unique check (slug ~ '^[a-z0-9-]{1,40}$'),
  name text not null,
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  reporting_currency char(3) not null default 'USD',
  policies jsonb not null default '{}',
  is_demo boolean not null default false,
  -- The tenant's clock: domain time is the wall clock plus this shift, or this instant when it stands still.
  clock_offset_ms bigint not null default 0,
  clock_frozen_at timestamptz,
  created_at timestamptz not null default now()
);

create table platform.hostnames (
  hostname text primary key check (hostname = lower(hostname)),
  tenant_id uuid not null references platform.tenants (id),
  surface text not null check (surface in ('storefront', 'account', 'admin', 'status'))
);
create index on platform.hostnames (tenant_id);

create table platform.sessions (
  id text primary key,
  data jsonb not null,
  user_id uuid,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  touched_at timestamptz not null default now()
);
create index on platform.sessions (expires_at);
create index on platform.sessions (user_id) where user_id is not null;

create table platform.rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

create table platform.process_heartbeats (
  process_id text primary key,
  kind text not null check (kind in ('web', 'worker')),
  host text not null,
  version text not null,
  rss_bytes bigint not null,
  started_at timestamptz not null,
  beat_at timestamptz not null
);

create table platform.sweep_runs (
  tenant_id uuid not null references platform.tenants (id),
  sweep text not null,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_duration_ms integer,
  last_count integer,
  last_error text,
  primary key (tenant_id, sweep)
);

grant select, insert, update, delete on all tables in schema platform to platform_app;

-- The tenant of the open transaction; null, and so nothing visible, when none was set.
create function platform.current_tenant() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;

-- Gives a business table its one policy and the application its rights on it.
create procedure platform.separate_tenants(table_name regclass, rights text default 'select, insert, update, delete')
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format(
    'create policy tenant on %s using (tenant_id = (select platform.current_tenant())) with check (tenant_id = (select platform.current_tenant()))',
    table_name
  );
  -- An insert that does not name its tenant gets the current one.
  execute format('alter table %s alter column tenant_id set default platform.current_tenant()', table_name);
  execute format('grant %s on %s to platform_app', rights, table_name);
end $$;
