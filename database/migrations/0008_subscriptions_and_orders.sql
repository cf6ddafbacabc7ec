-- Agreements that repeat, and the carts, quotes and orders they come from.

create table carts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid,
  currency char(3) not null,
  -- [{ id, planId, intervalUnit, intervalCount, options: {code: value}, hostname }]
  items jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ordered_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index carts_by_customer on carts (tenant_id, customer_id, id desc) where customer_id is not null;
call platform.separate_tenants('carts');

-- Never changed: what it says is what is charged.
create table quotes (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid,
  currency char(3) not null,
  country char(2),
  catalogue_version bigint not null,
  -- Configured items and the computed lines: see checkout/domain/quote.ts.
  content jsonb not null,
  subtotal bigint not null,
  tax_total bigint not null,
  total bigint not null check (total = subtotal + tax_total and total >= 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index quotes_by_age on quotes (tenant_id, expires_at);
call platform.separate_tenants('quotes', 'select, insert, delete');

create table orders (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  number bigint not null,
  customer_id uuid not null,
  user_id uuid,
  quote_id uuid not null,
  status text not null check (status in ('reserving', 'awaiting_payment', 'provisioning', 'completed', 'failed', 'cancelled')),
  currency char(3) not null,
  total bigint not null,
  failure jsonb,
  terms_accepted_at timestamptz not null,
  ip inet,
  user_agent text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, quote_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, quote_id) references quotes (tenant_id, id)
);
create index orders_by_customer on orders (tenant_id, customer_id, id desc);
create index orders_recent on orders (tenant_id, id desc);
create index orders_open on orders (tenant_id, created_at) where status in ('reserving', 'awaiting_payment', 'provisioning');
call platform.separate_tenants('orders', 'select, insert, update');

create table order_lines (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  order_id uuid not null,
  position smallint not null,
  plan_id uuid not null,
  -- The configured item and its amounts, copied from the quote.
  content jsonb not null,
  total bigint not null,
  status text not null default 'pending' check (status in ('pending', 'active', 'failed')),
  primary key (tenant_id, id),
  unique (tenant_id, order_id, position),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id)
);
call platform.separate_tenants('order_lines', 'select, insert, update');

create table subscriptions (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  order_line_id uuid,
  plan_id uuid not null,
  status text not null check (status in ('pending', 'active', 'past_due', 'suspended', 'cancelled')),
  currency char(3) not null,
  interval_unit text not null check (interval_unit in ('month', 'year')),
  interval_count integer not null check (interval_count between 1 and 36),
  -- Day of month every period starts on; the last day of shorter months, and back to this day after.
  anchor_day smallint check (anchor_day between 1 and 31),
  started_on date,
  -- The last period that was invoiced is [current_period_starts_on, renews_on) once it began.
  current_period_starts_on date,
  renews_on date,
  -- The day the next renewal invoice is made: renews_on less the invoice lead. Null when nothing more is to be invoiced.
  invoice_on date,
  -- Why its last renewal could not be invoiced, and when that is tried again; a broken one delays nobody else.
  invoice_failure text,
  invoice_retry_at timestamptz,
  -- Sum of the items for one period, kept so that lists and runs need no join.
  recurring_amount bigint not null check (recurring_amount >= 0),
  payment_method_id uuid,
  cancel_at_period_end boolean not null default false,
  cancel_reason text,
  ends_on date,
  past_due_since date,
  suspended_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id),
  foreign key (tenant_id, order_line_id) references order_lines (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
);
create unique index subscriptions_by_order_line on subscriptions (tenant_id, order_line_id) where order_line_id is not null;
create index subscriptions_by_customer on subscriptions (tenant_id, customer_id, id desc);
create index subscriptions_to_invoice on subscriptions (tenant_id, invoice_on, customer_id) where invoice_on is not null;
create index subscriptions_to_retry on subscriptions (tenant_id, invoice_retry_at) where invoice_retry_at is not null;
create index subscriptions_past_due on subscriptions (tenant_id, past_due_since) where past_due_since is not null;
create index subscriptions_ending on subscriptions (tenant_id, ends_on) where ends_on is not null and cancelled_at is null;
create index subscriptions_recent on subscriptions (tenant_id, id desc);
call platform.separate_tenants('subscriptions', 'select, insert, update');

create table subscription_items (
  tenant_id uuid not null references platform.tenants (id),
  subscription_id uuid not null,
  position smallint not null,
  kind text not null check (kind in ('plan', 'option')),
  -- The price (prices.id or option_prices.id) agreed to.
  price_id uuid not null,
  description text not null,
  quantity integer not null check (quantity > 0),
  unit_amount bigint not null check (unit_amount >= 0),
  primary key (tenant_id, subscription_id, position),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id)
);
call platform.separate_tenants('subscription_items');

-- A period is invoiced at most once (domain.md, invariant 3).
create table subscription_periods (
  tenant_id uuid not null references platform.tenants (id),
  subscription_id uuid not null,
  period_starts_on date not null,
  period_ends_on date not null check (period_ends_on > period_starts_on),
  invoice_id uuid not null,
  invoice_line_position smallint not null,
  primary key (tenant_id, subscription_id, period_starts_on),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index subscription_periods_by_invoice on subscription_periods (tenant_id, invoice_id);
call platform.separate_tenants('subscription_periods');

alter table payments add foreign key (tenant_id, order_id) references orders (tenant_id, id);
alter table payments add foreign key (tenant_id, invoice_id) references invoices (tenant_id, id);
alter table invoices add foreign key (tenant_id, order_id) references orders (tenant_id, id);
alter table postings add foreign key (tenant_id, invoice_id) references invoices (tenant_id, id);
alter table invoice_lines add foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id);
