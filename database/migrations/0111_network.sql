-- Network: where servers stand, which addresses there are, and who held which of them when.

-- Uuids beside networks and spans of time in one exclusion constraint. A trusted extension: the owner of the database may add it.
create extension if not exists btree_gist;

create table datacenters (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{0,19}$'),
  name text not null,
  city text not null,
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.separate_tenants('datacenters');

alter table panels add column datacenter_id uuid;
alter table panels add foreign key (tenant_id, datacenter_id) references datacenters (tenant_id, id);
create index panels_by_datacenter on panels (tenant_id, datacenter_id) where datacenter_id is not null;

create table address_pools (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  datacenter_id uuid not null,
  name text not null,
  network cidr not null,
  gateway inet,
  -- How long an address rests after somebody gave it back.
  quarantine_hours integer not null check (quarantine_hours between 0 and 8760),
  note text not null default '',
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, datacenter_id) references datacenters (tenant_id, id),
  check (gateway is null or gateway << network),
  constraint address_pools_apart exclude using gist (tenant_id with =, network inet_ops with &&)
);
create index address_pools_by_datacenter on address_pools (tenant_id, datacenter_id);
call platform.separate_tenants('address_pools');

-- Who holds an address, or a whole network, from when until when: of the real world, because that is where packets come from.
create table address_holdings (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  network cidr not null,
  pool_id uuid,
  -- A service, or nobody: kept by staff for what the note says.
  service_id uuid,
  customer_id uuid,
  panel_id uuid,
  -- What the service and its panel were called then.
  hostname text,
  panel_name text,
  note text not null default '',
  -- Several servers stand behind one address (game servers on a node), or it is one that everybody may use inside.
  is_shared boolean not null default false,
  -- Another panel says that its server holds it; both claims are kept.
  is_contested boolean not null default false,
  started_at timestamptz not null,
  ended_at timestamptz check (ended_at >= started_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, pool_id) references address_pools (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, panel_id) references panels (tenant_id, id),
  check ((service_id is null) = (customer_id is null)),
  check (service_id is not null or note <> ''),
  constraint address_holdings_once exclude using gist
    (tenant_id with =, network inet_ops with &&, tstzrange(started_at, ended_at) with &&) where (not is_shared and not is_contested)
);
-- Who held it at an instant: the newest that began before. Row level security keeps containment of networks and spans away from an
-- index, so these questions are asked with comparisons alone.
create index address_holdings_history on address_holdings (tenant_id, network, started_at desc);
create index address_holdings_present on address_holdings (tenant_id, pool_id, network) where ended_at is null;
create index address_holdings_rest on address_holdings (tenant_id, pool_id, ended_at) where ended_at is not null;
create index address_holdings_by_service on address_holdings (tenant_id, service_id, started_at desc);
create index address_holdings_by_customer on address_holdings (tenant_id, customer_id, started_at desc);
create unique index address_holdings_of_service on address_holdings (tenant_id, service_id, network) where ended_at is null;
create index address_holdings_contested on address_holdings (tenant_id, id) where is_contested and ended_at is null;
call platform.separate_tenants('address_holdings', 'select, insert, update');
