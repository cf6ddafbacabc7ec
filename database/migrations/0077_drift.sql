-- Drift: what stands on panels, compared with what is sold and how.

create table panel_comparisons (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  panel_id uuid not null,
  status text not null check (status in ('running', 'done', 'failed')),
  -- The page of the panel's list that is read next; a run that was cut off goes on from here.
  next_page text,
  listed_count integer not null default 0,
  found_count integer not null default 0,
  error text,
  -- Of the real world: panels do not follow a tenant's clock.
  started_at timestamptz not null,
  moved_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, panel_id) references panels (tenant_id, id)
);
create unique index panel_comparisons_running on panel_comparisons (tenant_id, panel_id) where status = 'running';
create index panel_comparisons_recent on panel_comparisons (tenant_id, panel_id, id desc);
call platform.separate_tenants('panel_comparisons', 'select, insert, update');

-- What a run has listed, for as long as it runs.
create table panel_listings (
  tenant_id uuid not null references platform.tenants (id),
  comparison_id uuid not null,
  reference text not null,
  name text not null,
  owner_reference text,
  owner_email text,
  is_suspended boolean not null,
  is_unfinished boolean not null,
  cpu_cores numeric,
  memory_mb numeric,
  storage_gb numeric,
  traffic_gb numeric,
  package text,
  primary key (tenant_id, comparison_id, reference),
  foreign key (tenant_id, comparison_id) references panel_comparisons (tenant_id, id)
);
call platform.separate_tenants('panel_listings');

create table drifts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  panel_id uuid not null,
  kind text not null check (kind in ('unbilled', 'missing', 'other_size', 'other_owner', 'other_state')),
  reference text not null,
  name text not null,
  service_id uuid,
  -- By name of what differs: { memoryMb: { sold: 4096, found: 8192 } }.
  differences jsonb not null,
  -- What it is worth in a month, as far as a price is known.
  monthly_amount bigint,
  currency char(3) check (currency ~ '^[A-Z]{3}$'),
  status text not null check (status in ('open', 'repairing', 'ignored', 'repaired', 'gone')),
  -- What was chosen against it, why it did not work, and what somebody wrote.
  repair text,
  error text,
  note text,
  comparison_id uuid not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, panel_id) references panels (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, comparison_id) references panel_comparisons (tenant_id, id),
  check ((monthly_amount is null) = (currency is null)),
  check ((settled_at is null) = (status in ('open', 'repairing')))
);
create unique index drifts_present on drifts (tenant_id, panel_id, kind, reference) where status in ('open', 'repairing', 'ignored');
create index drifts_recent on drifts (tenant_id, id desc);
create index drifts_by_status on drifts (tenant_id, status, id desc);
create index drifts_by_panel on drifts (tenant_id, panel_id, status, id desc);
create index drifts_by_service on drifts (tenant_id, service_id) where service_id is not null;
call platform.separate_tenants('drifts', 'select, insert, update');

-- What an adopted server is sold as: no order line stands behind its subscription.
alter table subscriptions add column content jsonb;
