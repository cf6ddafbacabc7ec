-- Credit notes: the only way to take back an issued line. Sealed like invoices, numbered in a series of their own.

create table credit_notes (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  series text not null,
  number bigint not null,
  reference text not null,
  invoice_id uuid not null,
  customer_id uuid not null,
  currency char(3) not null,
  reason text not null check (length(reason) between 1 and 500),
  issued_at timestamptz not null,
  issued_on date not null,
  -- All positive: what is given back.
  subtotal bigint not null check (subtotal >= 0),
  tax_total bigint not null check (tax_total >= 0),
  total bigint not null check (total = subtotal + tax_total and total > 0),
  -- Where it went: less is due on the invoice, or the customer balance grew.
  to_invoice bigint not null check (to_invoice >= 0),
  to_balance bigint not null check (to_balance >= 0),
  snapshot jsonb not null,
  hash bytea not null,
  primary key (tenant_id, id),
  unique (tenant_id, series, number),
  check (to_invoice + to_balance = total),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index credit_notes_by_invoice on credit_notes (tenant_id, invoice_id, id);
create index credit_notes_by_customer on credit_notes (tenant_id, customer_id, id desc);
create index credit_notes_recent on credit_notes (tenant_id, id desc);
call platform.separate_tenants('credit_notes', 'select, insert');
create trigger append_only before update or delete or truncate on credit_notes for each statement execute function platform.refuse_change();

create table credit_note_lines (
  tenant_id uuid not null references platform.tenants (id),
  credit_note_id uuid not null,
  position smallint not null,
  invoice_id uuid not null,
  invoice_line_position smallint not null,
  description text not null,
  -- Without tax, and its tax; negative where a line that gave something back is taken back itself.
  amount bigint not null,
  tax_amount bigint not null,
  primary key (tenant_id, credit_note_id, position),
  check (amount <> 0 or tax_amount <> 0),
  foreign key (tenant_id, credit_note_id) references credit_notes (tenant_id, id),
  foreign key (tenant_id, invoice_id, invoice_line_position) references invoice_lines (tenant_id, invoice_id, position)
);
create index credit_note_lines_by_line on credit_note_lines (tenant_id, invoice_id, invoice_line_position);
call platform.separate_tenants('credit_note_lines', 'select, insert');
create trigger append_only before update or delete or truncate on credit_note_lines for each statement execute function platform.refuse_change();

-- No line is taken back beyond what it demanded, by however many notes. Whoever credits holds the lock on the invoice.
create function platform.check_credited_lines() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct tenant_id, invoice_id, invoice_line_position from added) a
      join invoice_lines l on l.tenant_id = a.tenant_id and l.invoice_id = a.invoice_id and l.position = a.invoice_line_position
      cross join lateral (
        select sum(c.amount) as amount, sum(c.tax_amount) as tax_amount from credit_note_lines c
         where c.tenant_id = a.tenant_id and c.invoice_id = a.invoice_id and c.invoice_line_position = a.invoice_line_position
      ) s
     where abs(s.amount) > abs(l.amount) or s.amount * l.amount < 0
        or abs(s.tax_amount) > abs(l.tax_amount) or s.tax_amount * l.tax_amount < 0
  ) then
    raise exception 'more would be taken back than the line demanded' using errcode = 'check_violation', constraint = 'credit_note_lines_within_line';
  end if;
  return null;
end $$;
create trigger check_within_line after insert on credit_note_lines
  referencing new table as added for each statement execute function platform.check_credited_lines();

alter table invoice_settlements drop constraint invoice_settlements_source_check;
alter table invoice_settlements add check (source in ('payment', 'balance', 'credit_note'));
