-- How much off a price staff of a role may promise: in coupons, and in prices of their own on quotes. In whole per cent of the price.
create table discount_limits (
  tenant_id uuid not null references platform.tenants (id),
  role text not null,
  -- Null: no limit.
  percent smallint check (percent between 0 and 100),
  updated_at timestamptz not null,
  primary key (tenant_id, role)
);
call platform.separate_tenants('discount_limits');
