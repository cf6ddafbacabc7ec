-- What staff put on invoices: drafts that they edit until they issue them, and items that ride on the next invoice of a customer.

create table invoice_drafts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  currency char(3) not null,
  status text not null default 'open' check (status in ('open', 'issued', 'discarded')),
  -- The day of issue when null.
  due_on date,
  -- [{ kind, description, quantity, unit_amount }]: items, never totals.
  items jsonb not null check (jsonb_typeof(items) = 'array' and jsonb_array_length(items) <= 200),
  -- Whether the saved method is charged from the due date on.
  is_collected boolean not null default true,
  -- Counts changes: who edits an older one is told, and overwrites nothing.
  version integer not null default 1,
  invoice_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, invoice_id),
  check ((status = 'issued') = (invoice_id is not null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index invoice_drafts_by_customer on invoice_drafts (tenant_id, customer_id, id desc);
create index invoice_drafts_open on invoice_drafts (tenant_id, id desc) where status = 'open';
call platform.separate_tenants('invoice_drafts', 'select, insert, update');

create table billable_items (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  currency char(3) not null,
  kind text not null check (kind in ('item', 'fee')),
  description text not null check (length(description) between 1 and 200),
  quantity integer not null check (quantity between 1 and 1000000),
  unit_amount bigint not null check (unit_amount between 0 and 1000000000000),
  status text not null default 'pending' check (status in ('pending', 'invoiced', 'removed')),
  -- A fee for paying this invoice late; once.
  late_invoice_id uuid,
  invoice_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, late_invoice_id),
  check ((status = 'invoiced') = (invoice_id is not null)),
  check ((status = 'pending') = (closed_at is null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, late_invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index billable_items_pending on billable_items (tenant_id, customer_id, currency, id) where status = 'pending';
create index billable_items_by_customer on billable_items (tenant_id, customer_id, id desc);
create index billable_items_by_invoice on billable_items (tenant_id, invoice_id) where invoice_id is not null;
call platform.separate_tenants('billable_items', 'select, insert, update');

-- What is invoiced or removed stays so.
create function platform.protect_billable_item() returns trigger language plpgsql as $$
begin
  if old.status <> 'pending' then
    raise exception 'a billable item that is % stays as it is', old.status using errcode = 'check_violation', constraint = 'billable_items_closed';
  end if;
  return new;
end $$;
create trigger protect before update on billable_items for each row execute function platform.protect_billable_item();
