-- Which issued line a line of a change gives back. A change and a credit note take back from the same line; without this each would
-- know its own only, and the same money could go back twice.

create table given_back_lines (
  tenant_id uuid not null references platform.tenants (id),
  -- The negative line of the change's invoice.
  invoice_id uuid not null,
  position smallint not null,
  -- The line that was paid, and is given back wholly or in part.
  given_back_invoice_id uuid not null,
  given_back_position smallint not null,
  primary key (tenant_id, invoice_id, position),
  check (invoice_id <> given_back_invoice_id),
  foreign key (tenant_id, invoice_id, position) references invoice_lines (tenant_id, invoice_id, position),
  foreign key (tenant_id, given_back_invoice_id, given_back_position) references invoice_lines (tenant_id, invoice_id, position)
);
create index given_back_lines_by_line on given_back_lines (tenant_id, given_back_invoice_id, given_back_position);
call platform.separate_tenants('given_back_lines', 'select, insert');

-- Invoices of changes that were issued before: what a line gives back is the last line about the same price and the same days.
do $$
declare
  owner uuid;
begin
  for owner in select id from platform.tenants loop
    perform set_config('app.tenant', owner::text, true);
    insert into given_back_lines (tenant_id, invoice_id, position, given_back_invoice_id, given_back_position)
    select distinct on (l.invoice_id, l.position) l.tenant_id, l.invoice_id, l.position, p.invoice_id, p.position
      from invoices i
      join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id and l.kind = 'change' and l.unit_amount < 0
      join invoice_lines p on p.tenant_id = l.tenant_id and p.subscription_id = l.subscription_id and p.invoice_id <> l.invoice_id
       and p.kind in ('plan', 'option', 'change') and p.unit_amount >= 0 and p.amount >= -l.amount and p.description = l.description
       and p.period_ends_on = l.period_ends_on and p.explanation ->> 'price_id' is not distinct from l.explanation ->> 'price_id'
      join invoices paid on paid.tenant_id = p.tenant_id and paid.id = p.invoice_id and paid.status = 'paid' and paid.number < i.number
       and paid.series = i.series
     where i.kind = 'change'
     order by l.invoice_id, l.position, paid.number desc;
  end loop;
  perform set_config('app.tenant', '', true);
end $$;

create trigger append_only before update or delete or truncate on given_back_lines for each statement execute function platform.refuse_change();

-- All that was taken back of issued lines, without tax and its tax: by credit notes, and by changes whose invoice stands. Where a credit
-- note takes back the line of a change that gave something back, that counts no more; negative then.
create view line_take_backs with (security_invoker = true) as
  select c.tenant_id, c.invoice_id, c.invoice_line_position as position, c.amount, c.tax_amount from credit_note_lines c
  union all
  select g.tenant_id, g.given_back_invoice_id, g.given_back_position, -l.amount, -l.tax_amount
    from given_back_lines g
    join invoices i on i.tenant_id = g.tenant_id and i.id = g.invoice_id and i.status in ('open', 'paid')
    join invoice_lines l on l.tenant_id = g.tenant_id and l.invoice_id = g.invoice_id and l.position = g.position
  union all
  select g.tenant_id, g.given_back_invoice_id, g.given_back_position, c.amount, c.tax_amount
    from given_back_lines g
    join invoices i on i.tenant_id = g.tenant_id and i.id = g.invoice_id and i.status in ('open', 'paid')
    join credit_note_lines c on c.tenant_id = g.tenant_id and c.invoice_id = g.invoice_id and c.invoice_line_position = g.position;
grant select on line_take_backs to platform_app;

-- Prices are exact without tax or with it, as the tenant gives them; the other follows by rounding and may be a minor unit off. So a line
-- is overdrawn when both are beyond what it demanded.
create function platform.is_overdrawn(in_tenant uuid, in_invoice uuid, at_position smallint) returns boolean language sql stable as $$
  select abs(s.amount) > abs(l.amount) and abs(s.amount + s.tax_amount) > abs(l.amount + l.tax_amount)
    from invoice_lines l
    cross join lateral (
      select coalesce(sum(t.amount), 0) as amount, coalesce(sum(t.tax_amount), 0) as tax_amount from line_take_backs t
       where t.tenant_id = in_tenant and t.invoice_id = in_invoice and t.position = at_position
    ) s
   where l.tenant_id = in_tenant and l.invoice_id = in_invoice and l.position = at_position
$$;

-- Whoever changes holds the lock on the invoices that it gives back of.
create function platform.check_given_back_lines() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct tenant_id, given_back_invoice_id, given_back_position from added) a
     where platform.is_overdrawn(a.tenant_id, a.given_back_invoice_id, a.given_back_position)
  ) then
    raise exception 'more would be given back than the line demanded' using errcode = 'check_violation', constraint = 'given_back_lines_within_line';
  end if;
  return null;
end $$;
create trigger check_within_line after insert on given_back_lines
  referencing new table as added for each statement execute function platform.check_given_back_lines();

create or replace function platform.check_credited_lines() returns trigger language plpgsql as $$
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
        or platform.is_overdrawn(a.tenant_id, a.invoice_id, a.invoice_line_position)
  ) then
    raise exception 'more would be taken back than the line demanded' using errcode = 'check_violation', constraint = 'credit_note_lines_within_line';
  end if;
  return null;
end $$;
