-- Panels, the services that run on them, capacity held for orders, and the durable work done on services.

create table panels (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
  driver text not null,
  name text not null,
  location text not null,
  base_url text not null,
  secrets jsonb not null,
  config jsonb not null default '{}',
  status text not null default 'active' check (status in ('active', 'draining', 'disabled')),
  max_concurrent_calls integer not null default 4 check (max_concurrent_calls between 1 and 100),
  -- When it was last asked, and when it last answered as it should; of the real world.
  last_checked_at timestamptz,
  last_seen_at timestamptz,
  last_error text,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.separate_tenants('panels');

create table panel_users (
  tenant_id uuid not null references platform.tenants (id),
  panel_id uuid not null,
  customer_id uuid not null,
  reference text not null,
  created_at timestamptz not null,
  primary key (tenant_id, panel_id, customer_id),
  foreign key (tenant_id, panel_id) references panels (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
call platform.separate_tenants('panel_users');

create table services (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  subscription_id uuid not null,
  plan_id uuid not null,
  panel_id uuid not null,
  -- Lower case, so that a search by prefix is a plain range of the index.
  hostname text not null check (length(hostname) between 1 and 253 and hostname = lower(hostname)),
  status text not null check (status in ('pending', 'provisioning', 'active', 'suspended', 'terminating', 'terminated', 'failed')),
  -- What should be: from the subscription and from staff holds. The reconciler drives the panel there.
  desired text not null check (desired in ('running', 'suspended', 'gone')),
  holds text[] not null default '{}',
  -- { cpuCores, memoryMb, storageGb, trafficGb, networkMbps, ipv4Count, template, backups }
  spec jsonb not null,
  -- The panel's own id; unique, so that two services never share a server.
  external_reference text,
  observed text check (observed in ('absent', 'building', 'running', 'suspended')),
  power_state text check (power_state in ('running', 'stopped', 'unknown')),
  addresses jsonb not null default '[]',
  -- Encrypted { user, password }.
  credentials jsonb,
  credentials_seen_at timestamptz,
  observed_at timestamptz,
  created_at timestamptz not null,
  activated_at timestamptz,
  suspended_at timestamptz,
  terminated_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, subscription_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id),
  foreign key (tenant_id, panel_id) references panels (tenant_id, id)
);
create unique index services_external on services (tenant_id, panel_id, external_reference) where external_reference is not null;
create index services_by_customer on services (tenant_id, customer_id, id desc);
create index services_recent on services (tenant_id, id desc);
create index services_by_status on services (tenant_id, status, id desc);
create index services_by_hostname on services (tenant_id, hostname text_pattern_ops);
create index services_by_panel on services (tenant_id, panel_id, status);
create index services_by_plan on services (tenant_id, plan_id) where status not in ('terminated', 'failed');
create index services_by_observation on services (tenant_id, observed_at nulls first) where status in ('active', 'suspended');
-- Where what should be differs from what is: what the reconciler reads, a handful of rows at any time.
create index services_astray on services (tenant_id, id) where status = 'terminating'
  or (status = 'active' and desired <> 'running') or (status = 'suspended' and desired <> 'suspended');
call platform.separate_tenants('services', 'select, insert, update');

-- Kept by a trigger, so that lists and the overview never count rows.
create table service_counts (
  tenant_id uuid not null references platform.tenants (id),
  status text not null,
  count bigint not null default 0,
  primary key (tenant_id, status)
);
call platform.separate_tenants('service_counts');
create function platform.count_services() returns trigger language plpgsql as $$
begin
  insert into service_counts as c (tenant_id, status, count)
    select tenant_id, status, sum(n) from (
      select tenant_id, status, 1 as n from added union all select tenant_id, status, -1 from removed
    ) d group by 1, 2 having sum(n) <> 0 order by 1, 2
  on conflict (tenant_id, status) do update set count = c.count + excluded.count;
  return null;
end $$;
create function platform.count_new_services() returns trigger language plpgsql as $$
begin
  insert into service_counts as c (tenant_id, status, count)
    select tenant_id, status, count(*) from added group by 1, 2 order by 1, 2
  on conflict (tenant_id, status) do update set count = c.count + excluded.count;
  return null;
end $$;
create trigger count_new after insert on services referencing new table as added
  for each statement execute function platform.count_new_services();
create trigger count_changed after update on services referencing old table as removed new table as added
  for each statement execute function platform.count_services();

create table capacity_holds (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  panel_id uuid not null,
  spec jsonb not null,
  status text not null check (status in ('held', 'used', 'released')),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, order_line_id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, order_line_id) references order_lines (tenant_id, id),
  foreign key (tenant_id, panel_id) references panels (tenant_id, id)
);
create index capacity_holds_held on capacity_holds (tenant_id, panel_id, expires_at) where status = 'held';
call platform.separate_tenants('capacity_holds');

create table operations (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  service_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('create', 'suspend', 'resume', 'terminate', 'power', 'resize', 'rebuild', 'reset_password')),
  status text not null check (status in ('queued', 'running', 'done', 'waiting', 'failed', 'cancelled')),
  input jsonb not null default '{}',
  requested_by_kind text not null,
  requested_by_id uuid,
  idempotency_key text,
  attempts integer not null default 0,
  -- Next attempt and lease are instants of the real world, not of the tenant's clock: a panel builds while a demo's clock stands still.
  next_attempt_at timestamptz,
  -- Whoever works on it says so until this instant; after it another worker may go on.
  leased_until timestamptz,
  failure jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, service_id, idempotency_key),
  foreign key (tenant_id, service_id) references services (tenant_id, id)
);
create unique index operations_one_at_a_time on operations (tenant_id, service_id) where status in ('running', 'waiting');
create index operations_by_service on operations (tenant_id, service_id, id desc);
create index operations_due on operations (tenant_id, next_attempt_at) where next_attempt_at is not null;
create index operations_by_status on operations (tenant_id, status, id desc);
create index operations_recent on operations (tenant_id, id desc);
call platform.separate_tenants('operations', 'select, insert, update');

create table operation_steps (
  tenant_id uuid not null references platform.tenants (id),
  operation_id uuid not null,
  position smallint not null,
  name text not null,
  status text not null default 'pending' check (status in ('pending', 'running', 'done', 'waiting', 'failed', 'skipped')),
  attempts integer not null default 0,
  -- Attempts that ended in a failure, and looks at work that goes on; each has its own pauses and its own end.
  failures integer not null default 0,
  polls integer not null default 0,
  polling_since timestamptz,
  -- What the step found or made (a server's id); never a secret in the clear.
  output jsonb not null default '{}',
  error jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, operation_id, position),
  foreign key (tenant_id, operation_id) references operations (tenant_id, id)
);
call platform.separate_tenants('operation_steps', 'select, insert, update');
