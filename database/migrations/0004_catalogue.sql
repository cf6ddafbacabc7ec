-- What is sold: product → plan → price, and the options chosen with a plan. Flat tax rates by country.

create table products (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9-]{1,60}$'),
  kind text not null check (kind in ('vps')),
  name text not null check (length(name) between 1 and 100),
  tagline text not null default '',
  description text not null default '',
  position integer not null default 0,
  status text not null default 'draft' check (status in ('draft', 'active', 'hidden', 'archived')),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
call platform.separate_tenants('products');

create table plans (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  product_id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9-]{1,60}$'),
  name text not null check (length(name) between 1 and 100),
  description text not null default '',
  -- { cpuCores, memoryMb, storageGb, trafficGb (0 = unlimited), networkMbps }
  spec jsonb not null,
  panel_driver text not null,
  -- What the panel calls this size: { package: "VPS M" } resolved to the panel's own id when used.
  panel_package jsonb not null,
  position integer not null default 0,
  is_recommended boolean not null default false,
  status text not null default 'draft' check (status in ('draft', 'active', 'hidden', 'archived')),
  stock_limit integer check (stock_limit >= 0),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, product_id, slug),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);
call platform.separate_tenants('plans');

create table prices (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  plan_id uuid not null,
  currency char(3) not null,
  interval_unit text not null check (interval_unit in ('month', 'year')),
  interval_count integer not null default 1 check (interval_count between 1 and 36),
  amount bigint not null check (amount >= 0),
  setup_amount bigint not null default 0 check (setup_amount >= 0),
  created_at timestamptz not null,
  -- A price is never edited: a new one replaces it, and old subscriptions keep what they agreed to.
  replaced_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id)
);
create unique index prices_current on prices (tenant_id, plan_id, currency, interval_unit, interval_count) where replaced_at is null;
call platform.separate_tenants('prices');

create table options (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  product_id uuid not null,
  code text not null check (code ~ '^[a-z0-9_]{1,40}$'),
  name text not null check (length(name) between 1 and 100),
  help text not null default '',
  kind text not null check (kind in ('choice', 'quantity', 'toggle')),
  minimum integer not null default 0,
  maximum integer not null default 1,
  position integer not null default 0,
  status text not null default 'active' check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, product_id, code),
  check (minimum >= 0 and maximum >= minimum),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);
call platform.separate_tenants('options');

create table option_values (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  option_id uuid not null,
  code text not null check (code ~ '^[a-z0-9_.-]{1,60}$'),
  name text not null check (length(name) between 1 and 100),
  group_name text not null default '',
  -- What the choice means for the panel, e.g. { "template": "Debian 13" } or { "panel": "fra" }.
  spec jsonb not null default '{}',
  position integer not null default 0,
  is_default boolean not null default false,
  status text not null default 'active' check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, option_id, code),
  foreign key (tenant_id, option_id) references options (tenant_id, id)
);
call platform.separate_tenants('option_values');

create table option_prices (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  option_id uuid not null,
  -- Null for a quantity or a toggle: the price of one unit.
  option_value_id uuid,
  currency char(3) not null,
  interval_unit text not null check (interval_unit in ('month', 'year')),
  interval_count integer not null default 1 check (interval_count between 1 and 36),
  amount bigint not null check (amount >= 0),
  replaced_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, option_id) references options (tenant_id, id),
  foreign key (tenant_id, option_value_id) references option_values (tenant_id, id)
);
create unique index option_prices_current on option_prices
  (tenant_id, option_id, coalesce(option_value_id, option_id), currency, interval_unit, interval_count) where replaced_at is null;
call platform.separate_tenants('option_prices');

-- Counts every change of what is sold; cached pages and quotes carry it.
create table catalogue_versions (
  tenant_id uuid primary key references platform.tenants (id),
  version bigint not null default 1
);
call platform.separate_tenants('catalogue_versions');

create function platform.bump_catalogue_version() returns trigger language plpgsql as $$
begin
  insert into catalogue_versions (tenant_id, version) values (platform.current_tenant(), 1)
    on conflict (tenant_id) do update set version = catalogue_versions.version + 1;
  return null;
end $$;
create trigger bump after insert or update or delete on products for each statement execute function platform.bump_catalogue_version();
create trigger bump after insert or update or delete on plans for each statement execute function platform.bump_catalogue_version();
create trigger bump after insert or update or delete on prices for each statement execute function platform.bump_catalogue_version();
create trigger bump after insert or update or delete on options for each statement execute function platform.bump_catalogue_version();
create trigger bump after insert or update or delete on option_values for each statement execute function platform.bump_catalogue_version();
create trigger bump after insert or update or delete on option_prices for each statement execute function platform.bump_catalogue_version();

create table tax_rates (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  country char(2) not null,
  name text not null,
  percent numeric(7, 4) not null check (percent >= 0 and percent < 100),
  valid_from date not null,
  valid_until date,
  primary key (tenant_id, id),
  unique (tenant_id, country, valid_from)
);
call platform.separate_tenants('tax_rates');
