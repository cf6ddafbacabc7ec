-- Invoices: sealed when issued. Their lines, and the attempts to collect them.

create table invoices (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  series text not null,
  number bigint not null,
  reference text not null,
  customer_id uuid not null,
  order_id uuid,
  kind text not null check (kind in ('order', 'renewal')),
  status text not null check (status in ('open', 'paid', 'void', 'uncollectible')),
  currency char(3) not null,
  issued_at timestamptz not null,
  issued_on date not null,
  due_on date not null,
  subtotal bigint not null,
  tax_total bigint not null,
  total bigint not null check (total = subtotal + tax_total and total >= 0),
  amount_due bigint not null check (amount_due >= 0 and amount_due <= total),
  -- Everything the document shows, as it was at issue, and the SHA-256 of its canonical form.
  snapshot jsonb not null,
  hash bytea not null,
  paid_at timestamptz,
  closed_at timestamptz,
  -- Collection (dunning). The next step is a row to be found by date, never a timer.
  collection_step integer not null default 0,
  next_attempt_at timestamptz,
  last_attempt_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, series, number),
  check ((status = 'open') = (amount_due > 0) or (status = 'open' and total = 0)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index invoices_by_customer on invoices (tenant_id, customer_id, id desc);
create index invoices_by_order on invoices (tenant_id, order_id) where order_id is not null;
create index invoices_recent on invoices (tenant_id, id desc);
create index invoices_by_status on invoices (tenant_id, status, id desc);
create index invoices_by_reference on invoices (tenant_id, reference);
create index invoices_to_collect on invoices (tenant_id, next_attempt_at) where status = 'open' and next_attempt_at is not null;
create index invoices_overdue on invoices (tenant_id, due_on) where status = 'open';
call platform.separate_tenants('invoices', 'select, insert, update');

create table invoice_lines (
  tenant_id uuid not null references platform.tenants (id),
  invoice_id uuid not null,
  position smallint not null,
  subscription_id uuid,
  kind text not null check (kind in ('plan', 'option', 'setup')),
  description text not null,
  quantity integer not null check (quantity > 0),
  unit_amount bigint not null,
  amount bigint not null,
  tax_name text,
  tax_country char(2),
  tax_percent numeric(7, 4) not null default 0,
  tax_amount bigint not null default 0,
  period_starts_on date,
  period_ends_on date,
  -- Where each figure comes from: price id, interval, zone, rate, rounding.
  explanation jsonb not null default '{}',
  primary key (tenant_id, invoice_id, position),
  check (period_ends_on > period_starts_on),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index invoice_lines_by_subscription on invoice_lines (tenant_id, subscription_id, invoice_id) where subscription_id is not null;
call platform.separate_tenants('invoice_lines', 'select, insert');
create trigger append_only before update or delete or truncate on invoice_lines for each statement execute function platform.refuse_change();

-- Sealed: only the way to its end may change on an issued invoice.
create function platform.protect_invoice() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.id, new.series, new.number, new.reference, new.customer_id, new.order_id, new.kind, new.currency, new.issued_at,
      new.issued_on, new.due_on, new.subtotal, new.tax_total, new.total, new.snapshot, new.hash)
     is distinct from
     (old.tenant_id, old.id, old.series, old.number, old.reference, old.customer_id, old.order_id, old.kind, old.currency, old.issued_at,
      old.issued_on, old.due_on, old.subtotal, old.tax_total, old.total, old.snapshot, old.hash) then
    raise exception 'an issued invoice is sealed' using errcode = 'check_violation', constraint = 'invoices_sealed';
  end if;
  if old.status <> 'open' and new.status <> old.status then
    raise exception 'invoice is % and stays so', old.status using errcode = 'check_violation', constraint = 'invoices_final_status';
  end if;
  return new;
end $$;
create trigger protect before update on invoices for each row execute function platform.protect_invoice();

-- Money applied to an invoice: by a payment, or from the customer balance. One cause is applied once.
create table invoice_settlements (
  tenant_id uuid not null references platform.tenants (id),
  cause_id uuid not null,
  invoice_id uuid not null,
  source text not null check (source in ('payment', 'balance')),
  amount bigint not null check (amount > 0),
  settled_at timestamptz not null,
  primary key (tenant_id, cause_id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index invoice_settlements_by_invoice on invoice_settlements (tenant_id, invoice_id);
call platform.separate_tenants('invoice_settlements', 'select, insert');

-- Each notice before suspension and termination once per invoice and step (a repeated look changes nothing).
create table invoice_notices (
  tenant_id uuid not null references platform.tenants (id),
  invoice_id uuid not null,
  kind text not null check (kind in ('suspension', 'termination')),
  days_before integer not null,
  announced_at timestamptz not null,
  primary key (tenant_id, invoice_id, kind, days_before),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
call platform.separate_tenants('invoice_notices', 'select, insert');
