-- Staff who act in a customer's name for a while: why, for how long, and when they did.

create table impersonations (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  staff_user_id uuid not null,
  customer_id uuid not null,
  -- In whose name.
  user_id uuid not null,
  reason text not null check (length(reason) between 5 and 500),
  -- Of the one-time link that leads over to the customers' host; kept as a hash.
  token_hash bytea not null,
  -- By the clock of the world, as sessions are.
  opens_until timestamptz not null,
  expires_at timestamptz not null,
  -- By the tenant's clock, as everything that is shown.
  created_at timestamptz not null,
  begun_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  check (opens_until <= expires_at),
  check (staff_user_id <> user_id),
  foreign key (tenant_id, staff_user_id) references users (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index impersonations_by_customer on impersonations (tenant_id, customer_id, id desc);
create index impersonations_by_user on impersonations (tenant_id, user_id, id desc);
call platform.separate_tenants('impersonations', 'select, insert, update');
