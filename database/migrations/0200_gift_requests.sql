-- What staff want to give away beyond what they may alone: it waits until somebody with a wider limit agrees, and moves nothing before.
create table gift_requests (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  kind text not null check (kind in ('balance', 'credit_note', 'write_off')),
  customer_id uuid not null,
  -- What is taken back or given up; null for money onto the balance.
  invoice_id uuid,
  -- Of a credit note: { of: whole | lines | amount, … }
  wish jsonb,
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  reason text not null check (length(reason) between 1 and 500),
  status text not null check (status in ('waiting', 'given', 'refused')),
  requested_by uuid not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (tenant_id, id),
  check ((kind = 'balance') = (invoice_id is null)),
  check ((kind = 'credit_note') = (wish is not null)),
  check ((status = 'waiting') = (decided_at is null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index gift_requests_waiting on gift_requests (tenant_id, id) where status = 'waiting';
call platform.separate_tenants('gift_requests', 'select, insert, update');
