-- How much of the tenant's money staff of a role may give away in one act: onto a balance, by a credit note, by giving up an invoice.
create table gift_limits (
  tenant_id uuid not null references platform.tenants (id),
  role text not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Null: no limit.
  amount bigint check (amount >= 0),
  updated_at timestamptz not null,
  primary key (tenant_id, role, currency)
);
call platform.separate_tenants('gift_limits');
