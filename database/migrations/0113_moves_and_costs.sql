-- Where services stood before, and what they cost us.

create table service_moves (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  service_id uuid not null,
  from_panel_id uuid not null,
  to_panel_id uuid not null,
  from_reference text not null,
  to_reference text not null,
  -- The machine of the panel, where somebody names it.
  to_node text,
  note text not null,
  moved_by uuid,
  -- Of the real world: panels do not follow a tenant's clock.
  moved_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, from_panel_id) references panels (tenant_id, id),
  foreign key (tenant_id, to_panel_id) references panels (tenant_id, id),
  check (from_panel_id <> to_panel_id or from_reference <> to_reference or to_node is not null)
);
create index service_moves_of_service on service_moves (tenant_id, service_id, id desc);
call platform.separate_tenants('service_moves', 'select, insert');

-- What we pay in a month for a panel as a whole, for each service of a plan, or for each address of a pool.
create table upstream_costs (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  kind text not null check (kind in ('panel', 'plan', 'address')),
  target_id uuid not null,
  amount bigint not null check (amount >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  -- The first day on which it does not hold any more.
  valid_until date check (valid_until > valid_from),
  note text not null default '',
  created_at timestamptz not null,
  primary key (tenant_id, id),
  constraint upstream_costs_once exclude using gist
    (tenant_id with =, kind with =, target_id with =, daterange(valid_from, valid_until) with &&)
);
create index upstream_costs_of on upstream_costs (tenant_id, kind, target_id, valid_from desc);
call platform.separate_tenants('upstream_costs');
