-- Facts, what follows them, calls to the outside, and answers already given to a repeated request.

create table events (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  seq bigint generated always as identity,
  type text not null,
  subject_kind text not null,
  subject_id uuid not null,
  customer_id uuid,
  actor_kind text not null check (actor_kind in ('customer', 'staff', 'system', 'gateway', 'panel')),
  actor_id uuid,
  cause text,
  data jsonb not null default '{}',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index events_by_subject on events (tenant_id, subject_id, seq desc);
create index events_by_customer on events (tenant_id, customer_id, seq desc) where customer_id is not null;
create index events_by_type on events (tenant_id, type, seq desc);
create index events_in_order on events (tenant_id, seq desc);
call platform.separate_tenants('events', 'select, insert');

create table reaction_deliveries (
  tenant_id uuid not null references platform.tenants (id),
  event_id uuid not null,
  reaction text not null,
  seq bigint not null,
  subject_id uuid not null,
  status text not null default 'pending' check (status in ('pending', 'done', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  done_at timestamptz,
  primary key (tenant_id, event_id, reaction),
  foreign key (tenant_id, event_id) references events (tenant_id, id)
);
create index reaction_deliveries_pending on reaction_deliveries (tenant_id, subject_id, reaction, seq) where status = 'pending';
create index reaction_deliveries_due on reaction_deliveries (tenant_id, next_attempt_at) where status = 'pending';
create index reaction_deliveries_dead on reaction_deliveries (tenant_id, seq) where status = 'dead';
call platform.separate_tenants('reaction_deliveries');

create table remote_calls (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  system text not null,
  method text not null,
  url text not null,
  request jsonb,
  response jsonb,
  status integer,
  outcome text not null check (outcome in ('answered', 'refused', 'failed', 'unknown')),
  duration_ms integer not null,
  idempotency_key text,
  called_at timestamptz not null,
  primary key (tenant_id, id)
);
create index remote_calls_by_subject on remote_calls (tenant_id, subject_id, id desc);
call platform.separate_tenants('remote_calls', 'select, insert');

create table idempotency_keys (
  tenant_id uuid not null references platform.tenants (id),
  actor_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  response_status integer,
  response_body jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (tenant_id, created_at);
call platform.separate_tenants('idempotency_keys');
