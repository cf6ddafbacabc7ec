-- Payments for several invoices, for a part of one, and for the customer balance; and limits to what is paid in.

alter table payments
  -- Adds money to the customer balance: for no order and no invoice.
  add column is_top_up boolean not null default false,
  -- Made up by whoever asks, so that a repeated request finds the payment it began, whatever became of it.
  add column request_key uuid,
  -- When the money that was taken was applied to what it is for; until then nothing else may be paid with it.
  add column applied_at timestamptz,
  drop constraint payments_check2,
  add constraint payments_top_up_is_for_nothing_else check (not is_top_up or (order_id is null and invoice_id is null));
update payments set applied_at = coalesce(succeeded_at, updated_at) where status = 'succeeded';

create unique index payments_one_open_top_up on payments (tenant_id, customer_id)
  where is_top_up and status in ('created', 'action_required', 'processing', 'authorised', 'unknown');
create unique index payments_one_per_request on payments (tenant_id, customer_id, request_key) where request_key is not null;
create index payments_to_apply on payments (tenant_id, customer_id) where status = 'succeeded' and applied_at is null and not is_top_up;
create index payments_top_ups on payments (tenant_id, customer_id, created_at) where is_top_up;

-- What a payment for several invoices (a bundle), or for a part of one, is for. Written with the payment and sealed.
create table payment_parts (
  tenant_id uuid not null references platform.tenants (id),
  payment_id uuid not null,
  invoice_id uuid not null,
  position smallint not null,
  amount bigint not null check (amount > 0),
  -- The cause under which the part is applied to its invoice and booked, once.
  cause_id uuid not null,
  -- Follows the payment: while it is open, its invoices are taken.
  is_open boolean not null default true,
  primary key (tenant_id, payment_id, invoice_id),
  unique (tenant_id, payment_id, position),
  unique (tenant_id, cause_id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create unique index payment_parts_one_open_per_invoice on payment_parts (tenant_id, invoice_id) where is_open;
create index payment_parts_by_invoice on payment_parts (tenant_id, invoice_id, payment_id desc);
call platform.separate_tenants('payment_parts', 'select, insert, update');

create function platform.protect_payment_part() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.payment_id, new.invoice_id, new.position, new.amount, new.cause_id)
     is distinct from (old.tenant_id, old.payment_id, old.invoice_id, old.position, old.amount, old.cause_id) then
    raise exception 'a part of a payment is sealed' using errcode = 'check_violation', constraint = 'payment_parts_sealed';
  end if;
  return new;
end $$;
create trigger protect before update on payment_parts for each row execute function platform.protect_payment_part();

-- A payment for neither order nor invoice nor balance has parts that add up to it, of its customer and in its currency; others have none.
create function platform.check_payment_parts() returns trigger language plpgsql as $$
declare
  payment payments;
  id_of_payment uuid := case when tg_table_name = 'payments' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'payment_id')::uuid end;
  total bigint;
  strangers bigint;
begin
  select * into payment from payments p where p.tenant_id = new.tenant_id and p.id = id_of_payment;
  select coalesce(sum(t.amount), 0), count(*) filter (where i.customer_id <> payment.customer_id or i.currency <> payment.currency)
    into total, strangers
    from payment_parts t join invoices i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
   where t.tenant_id = new.tenant_id and t.payment_id = id_of_payment;
  if strangers > 0 then
    raise exception 'a part of a payment is for an invoice of another customer or currency'
      using errcode = 'check_violation', constraint = 'payment_parts_of_one_customer';
  end if;
  if total <> (case when payment.order_id is null and payment.invoice_id is null and not payment.is_top_up then payment.amount else 0 end) then
    raise exception 'the parts of a payment must add up to it' using errcode = 'check_violation', constraint = 'payment_parts_add_up';
  end if;
  return null;
end $$;
create constraint trigger check_parts after insert on payments
  deferrable initially deferred for each row execute function platform.check_payment_parts();
create constraint trigger check_parts after insert on payment_parts
  deferrable initially deferred for each row execute function platform.check_payment_parts();

-- An invoice is in one open payment at most, whether alone or with others. Whoever begins one waits for the invoice.
create function platform.check_invoice_is_free() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'payments' then
    perform 1 from invoices i where i.tenant_id = new.tenant_id and i.id = (to_jsonb(new) ->> 'invoice_id')::uuid for update;
    perform 1 from payment_parts t
      where t.tenant_id = new.tenant_id and t.invoice_id = (to_jsonb(new) ->> 'invoice_id')::uuid and t.is_open;
  else
    perform 1 from invoices i where i.tenant_id = new.tenant_id and i.id = new.invoice_id for update;
    perform 1 from payments p
      where p.tenant_id = new.tenant_id and p.invoice_id = new.invoice_id
        and p.status in ('created', 'action_required', 'processing', 'authorised', 'unknown');
  end if;
  if found then
    raise exception 'the invoice is in another open payment' using errcode = 'unique_violation', constraint = 'payments_one_open_per_invoice';
  end if;
  return new;
end $$;
create trigger check_free before insert on payments
  for each row when (new.invoice_id is not null and new.order_id is null) execute function platform.check_invoice_is_free();
create trigger check_free before insert on payment_parts for each row execute function platform.check_invoice_is_free();

create function platform.close_payment_parts() returns trigger language plpgsql as $$
begin
  update payment_parts t
     set is_open = new.status in ('created', 'action_required', 'processing', 'authorised', 'unknown')
   where t.tenant_id = new.tenant_id and t.payment_id = new.id;
  return null;
end $$;
create trigger close_parts after update of status on payments
  for each row when (old.status is distinct from new.status and new.order_id is null and new.invoice_id is null and not new.is_top_up)
  execute function platform.close_payment_parts();

-- How much may be paid in and kept, per currency; a currency without a row has the defaults of the application.
create table payment_limits (
  tenant_id uuid not null references platform.tenants (id),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  allows_top_ups boolean not null,
  top_up_min bigint not null check (top_up_min > 0),
  top_up_max bigint not null,
  top_up_day_max bigint not null,
  balance_max bigint not null,
  allows_part_payments boolean not null,
  part_payment_min bigint not null check (part_payment_min > 0),
  updated_at timestamptz not null,
  primary key (tenant_id, currency),
  check (top_up_max >= top_up_min),
  check (top_up_day_max >= top_up_max),
  check (balance_max >= top_up_max)
);
call platform.separate_tenants('payment_limits');
