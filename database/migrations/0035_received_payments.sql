-- Money that came in beside the gateways and was recorded by staff, and balances that staff corrected.

create table received_payments (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  method text not null check (method in ('bank_transfer', 'cash', 'cheque', 'other')),
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  received_on date not null,
  -- What the bank statement or the receipt says: two clerks who record the same money meet the unique key.
  reference text not null check (reference <> ''),
  note text,
  -- What of it paid invoices at once; the rest went to the customer balance.
  applied_amount bigint not null default 0 check (applied_amount >= 0 and applied_amount <= amount),
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, customer_id, method, received_on, reference, amount, currency),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index received_payments_by_customer on received_payments (tenant_id, customer_id, id desc);
call platform.separate_tenants('received_payments', 'select, insert, update');

create table balance_adjustments (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  -- Positive gives, negative takes.
  amount bigint not null check (amount <> 0),
  currency char(3) not null,
  reason text not null check (reason <> ''),
  adjusted_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index balance_adjustments_by_customer on balance_adjustments (tenant_id, customer_id, id desc);
call platform.separate_tenants('balance_adjustments', 'select, insert');
