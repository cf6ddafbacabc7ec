-- Gateways, saved methods, payments, and the inbox for what gateways tell us.

create table gateways (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  driver text not null,
  name text not null,
  status text not null default 'active' check (status in ('active', 'disabled')),
  -- What is no secret: { baseUrl, publishableKey, scriptUrl, isLive }.
  config jsonb not null default '{}',
  -- { keyId, iv, tag, data }: see docs on encryption.
  secrets jsonb not null,
  position integer not null default 0,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
call platform.separate_tenants('gateways');

create table gateway_customers (
  tenant_id uuid not null references platform.tenants (id),
  gateway_id uuid not null,
  customer_id uuid not null,
  reference text not null,
  created_at timestamptz not null,
  primary key (tenant_id, gateway_id, customer_id),
  unique (tenant_id, gateway_id, reference),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
call platform.separate_tenants('gateway_customers');

create table payment_methods (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  gateway_id uuid not null,
  reference text not null,
  kind text not null,
  brand text,
  last4 text,
  exp_month smallint,
  exp_year smallint,
  fingerprint text,
  is_default boolean not null default false,
  status text not null default 'active' check (status in ('active', 'removed')),
  -- Text, instant, address and browser with which the customer agreed to later charges.
  consent jsonb not null default '{}',
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, reference),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create unique index payment_methods_default on payment_methods (tenant_id, customer_id) where is_default and status = 'active';
create index payment_methods_by_customer on payment_methods (tenant_id, customer_id, id desc);
call platform.separate_tenants('payment_methods');

-- A card being saved without a charge.
create table method_setups (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  gateway_id uuid not null,
  status text not null check (status in ('created', 'action_required', 'succeeded', 'failed', 'unknown')),
  gateway_reference text,
  failure jsonb,
  payment_method_id uuid,
  consent jsonb not null default '{}',
  next_check_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, gateway_reference),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
);
create index method_setups_open on method_setups (tenant_id, next_check_at) where status in ('created', 'action_required', 'unknown');
call platform.separate_tenants('method_setups');

create table payments (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  gateway_id uuid not null,
  -- An order is authorised first; its invoice is known when the service runs.
  order_id uuid,
  invoice_id uuid,
  payment_method_id uuid,
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  capture text not null check (capture in ('automatic', 'manual')),
  is_off_session boolean not null default false,
  status text not null check (status in ('created', 'action_required', 'processing', 'authorised', 'succeeded', 'failed', 'cancelled', 'unknown')),
  -- What was last asked of the gateway and not yet answered: create, capture, cancel.
  pending_call text check (pending_call in ('create', 'capture', 'cancel')),
  -- How much of an authorisation is to be taken.
  capture_amount bigint check (capture_amount > 0 and capture_amount <= amount),
  -- Text, instant, address and browser with which the customer agreed that the method is kept; null when it is not to be kept.
  consent jsonb,
  gateway_reference text,
  captured_amount bigint not null default 0 check (captured_amount >= 0 and captured_amount <= amount),
  -- { kind: declined | action_required | …, code, message, isHard }
  failure jsonb,
  attempt integer not null default 1,
  next_check_at timestamptz,
  check_count integer not null default 0,
  authorised_at timestamptz,
  authorisation_expires_at timestamptz,
  succeeded_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, gateway_reference),
  check (order_id is not null or invoice_id is not null),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
);
-- Two tabs, a double click, or a renewal charge beside a customer's own: one payment at a time for one debt.
create unique index payments_one_open_per_invoice on payments (tenant_id, invoice_id)
  where invoice_id is not null and order_id is null and status in ('created', 'action_required', 'processing', 'authorised', 'unknown');
create unique index payments_one_open_per_order on payments (tenant_id, order_id)
  where order_id is not null and status in ('created', 'action_required', 'processing', 'authorised', 'unknown');
create index payments_by_customer on payments (tenant_id, customer_id, id desc);
create index payments_by_invoice on payments (tenant_id, invoice_id, id desc) where invoice_id is not null;
create index payments_by_order on payments (tenant_id, order_id, id desc) where order_id is not null;
create index payments_to_check on payments (tenant_id, next_check_at) where next_check_at is not null;
create index payments_by_status on payments (tenant_id, status, id desc);
call platform.separate_tenants('payments', 'select, insert, update');

create table webhook_inbox (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  gateway_id uuid not null,
  -- The gateway's own id of the message: a repeat meets the unique key and changes nothing.
  message_id text not null,
  type text not null,
  object_reference text,
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'done', 'ignored', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  repeats integer not null default 0,
  received_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, message_id),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id)
);
create index webhook_inbox_pending on webhook_inbox (tenant_id, next_attempt_at) where status = 'pending';
create index webhook_inbox_by_object on webhook_inbox (tenant_id, object_reference, id desc);
call platform.separate_tenants('webhook_inbox');
