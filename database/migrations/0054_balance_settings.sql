-- What customers say about their balance: whether invoices are paid from it, and when money is added to it by itself.

create table balance_settings (
  tenant_id uuid not null references platform.tenants (id),
  customer_id uuid not null,
  pays_invoices boolean not null,
  currency char(3) not null,
  -- Below this, the amount is charged to the method, or the default one; all of them empty when nothing is added by itself.
  top_up_below bigint check (top_up_below > 0),
  top_up_amount bigint check (top_up_amount > 0),
  top_up_day_max bigint,
  payment_method_id uuid,
  -- After a charge that did not work nothing is tried until the customer says so.
  paused_at timestamptz,
  updated_at timestamptz not null,
  primary key (tenant_id, customer_id),
  check (num_nulls(top_up_below, top_up_amount, top_up_day_max) in (0, 3)),
  check (top_up_day_max >= top_up_amount),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
);
create index balance_settings_to_watch on balance_settings (tenant_id, customer_id) where top_up_below is not null and paused_at is null;
call platform.separate_tenants('balance_settings', 'select, insert, update');

-- What was charged by itself on a day of the tenant's zone. The ceiling that the customer set is held here, whoever charges at once.
create table automatic_top_up_days (
  tenant_id uuid not null references platform.tenants (id),
  customer_id uuid not null,
  on_day date not null,
  total bigint not null check (total >= 0),
  day_max bigint not null,
  primary key (tenant_id, customer_id, on_day),
  constraint automatic_top_ups_within_ceiling check (total <= day_max),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
call platform.separate_tenants('automatic_top_up_days', 'select, insert, update');
