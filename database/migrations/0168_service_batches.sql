-- One thing done to many services: what was chosen, and what became of each.

create table service_batches (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  action text not null check (action in ('hold', 'lift', 'boot', 'restart', 'shutdown', 'poweroff', 'look')),
  hold text check (hold in ('abuse', 'fraud', 'manual', 'dispute')),
  note text not null default '',
  status text not null check (status in ('running', 'done', 'stopped')),
  item_count integer not null check (item_count > 0),
  requested_by_kind text not null,
  requested_by_id uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  check ((action in ('hold', 'lift')) = (hold is not null)),
  check ((status = 'running') = (finished_at is null))
);
create index service_batches_running on service_batches (tenant_id, id) where status = 'running';
call platform.separate_tenants('service_batches');

create table service_batch_items (
  tenant_id uuid not null references platform.tenants (id),
  batch_id uuid not null,
  service_id uuid not null,
  -- asked: it was asked for, and its operation says what came of it; skipped: it was refused, with the reason.
  status text not null default 'waiting' check (status in ('waiting', 'asked', 'skipped', 'stopped')),
  reason text,
  operation_id uuid,
  settled_at timestamptz,
  primary key (tenant_id, batch_id, service_id),
  foreign key (tenant_id, batch_id) references service_batches (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, operation_id) references operations (tenant_id, id),
  check ((status = 'skipped') = (reason is not null)),
  check ((status = 'waiting') = (settled_at is null))
);
create index service_batch_items_waiting on service_batch_items (tenant_id, batch_id, service_id) where status = 'waiting';
call platform.separate_tenants('service_batch_items');
