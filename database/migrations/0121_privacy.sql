-- What people agreed to, copies of their data, and its erasure.

create table consents (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('terms', 'marketing')),
  -- Which text was agreed to, where there are several over time.
  version text check (length(version) <= 100),
  is_given boolean not null,
  ip inet,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index consents_by_user on consents (tenant_id, user_id, kind, id desc);
create index consents_by_customer on consents (tenant_id, customer_id, id desc);
call platform.separate_tenants('consents', 'select, insert, delete');

create table data_exports (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  user_id uuid not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'ready', 'failed', 'expired')),
  -- Percent.
  progress smallint not null default 0 check (progress between 0 and 100),
  asked_at timestamptz not null,
  -- When a try whose process died is made again.
  next_attempt_at timestamptz,
  attempts integer not null default 0,
  ready_at timestamptz,
  expires_at timestamptz,
  content bytea check (length(content) <= 200000000),
  size_bytes bigint,
  primary key (tenant_id, id),
  check ((status = 'ready') = (content is not null)),
  check ((status in ('queued', 'running')) = (next_attempt_at is not null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create unique index open_data_exports on data_exports (tenant_id, customer_id) where status in ('queued', 'running');
create index data_exports_by_customer on data_exports (tenant_id, customer_id, id desc);
create index data_exports_due on data_exports (tenant_id, next_attempt_at) where status in ('queued', 'running');
create index data_exports_expiring on data_exports (tenant_id, expires_at) where status = 'ready';
call platform.separate_tenants('data_exports');

create table erasures (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  -- Nothing happens before: whoever asked may think better of it.
  due_at timestamptz not null check (due_at > asked_at),
  status text not null default 'waiting' check (status in ('waiting', 'withdrawn', 'done')),
  -- What stood in the way when it was due; it is tried again each day.
  obstacles text[] not null default '{}',
  ended_at timestamptz,
  -- What was removed, what was kept, and why.
  certificate jsonb,
  primary key (tenant_id, id),
  check ((status = 'waiting') = (ended_at is null)),
  check ((status = 'done') = (certificate is not null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, asked_by) references users (tenant_id, id)
);
create unique index open_erasures on erasures (tenant_id, customer_id) where status = 'waiting';
create index erasures_due on erasures (tenant_id, due_at) where status = 'waiting';
call platform.separate_tenants('erasures', 'select, insert, update');

create table legal_holds (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  reason text not null check (length(reason) between 1 and 1000),
  placed_by uuid not null,
  placed_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  primary key (tenant_id, id),
  check (num_nulls(lifted_by, lifted_at) in (0, 2)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, placed_by) references users (tenant_id, id)
);
create unique index open_legal_holds on legal_holds (tenant_id, customer_id) where lifted_at is null;
call platform.separate_tenants('legal_holds', 'select, insert, update');

-- Sign-ins of somebody who was erased say no longer who and from where.
grant update on sign_ins to platform_app;
grant delete on known_browsers to platform_app;
