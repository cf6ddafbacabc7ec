-- Money that goes back to customers: to the card or account it came from, or another way. And how much staff may give back alone.

create table refunds (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  -- Back to the source of a payment by its gateway; another way has neither.
  way text not null check (way in ('source', 'bank_transfer', 'cash', 'cheque', 'other')),
  payment_id uuid,
  gateway_id uuid,
  -- Made by our staff, or found at the gateway, where somebody made it in its own pages.
  origin text not null check (origin in ('staff', 'gateway')),
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  -- The invoice of which something is taken back with it, and what: { of: whole | lines | amount, … }; null for money on the balance.
  invoice_id uuid,
  wish jsonb,
  credit_note_id uuid,
  reason text not null check (length(reason) between 1 and 500),
  status text not null check (status in
    ('awaiting_approval', 'created', 'action_required', 'processing', 'succeeded', 'failed', 'cancelled', 'unknown')),
  pending_call text check (pending_call in ('create')),
  -- When, by the clock on the wall, the gateway was first to be asked: gateways forget keys after a day.
  called_at timestamptz,
  gateway_reference text,
  -- { code, message }
  failure jsonb,
  -- Where the customer says where to, for gateways that cannot know.
  claim_url text,
  next_check_at timestamptz,
  check_count integer not null default 0,
  requested_by uuid,
  decided_by uuid,
  request_key uuid,
  -- Of a refund another way: what the bank statement or the receipt says.
  sent_reference text,
  succeeded_at timestamptz,
  -- When the bank sent it back after it had succeeded: the money is the customer's again.
  returned_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, gateway_reference),
  check ((way = 'source') = (payment_id is not null and gateway_id is not null)),
  check (origin = 'staff' or way = 'source'),
  check ((invoice_id is null) = (wish is null) or origin = 'gateway'),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, credit_note_id) references credit_notes (tenant_id, id)
);
create unique index refunds_one_per_request on refunds (tenant_id, customer_id, request_key) where request_key is not null;
create index refunds_by_customer on refunds (tenant_id, customer_id, id desc);
create index refunds_by_payment on refunds (tenant_id, payment_id, id) where payment_id is not null;
create index refunds_by_invoice on refunds (tenant_id, invoice_id, id) where invoice_id is not null;
create index refunds_by_status on refunds (tenant_id, status, id desc);
create index refunds_to_check on refunds (tenant_id, next_check_at) where next_check_at is not null;
-- Money that is about to leave a balance: nobody else may spend it.
create index refunds_reserving on refunds (tenant_id, customer_id) where status in ('created', 'action_required', 'processing', 'unknown');
call platform.separate_tenants('refunds', 'select, insert, update');

-- No payment goes back beyond what it took, however many ask at once: each waits for the payment.
create function platform.check_refund_within_payment() returns trigger language plpgsql as $$
declare
  payment payments;
  given bigint;
begin
  select * into payment from payments p where p.tenant_id = new.tenant_id and p.id = new.payment_id for update;
  if payment.currency <> new.currency or payment.customer_id <> new.customer_id or payment.gateway_id <> new.gateway_id then
    raise exception 'a refund goes back where its payment came from' using errcode = 'check_violation', constraint = 'refunds_of_payment';
  end if;
  select coalesce(sum(r.amount), 0) into given from refunds r
   where r.tenant_id = new.tenant_id and r.payment_id = new.payment_id and r.id <> new.id
     and r.status in ('created', 'action_required', 'processing', 'succeeded', 'unknown');
  if given + new.amount > payment.captured_amount then
    raise exception 'more would go back than the payment took' using errcode = 'check_violation', constraint = 'refunds_within_payment';
  end if;
  return new;
end $$;
create trigger check_within_payment before insert or update of status, amount on refunds
  for each row when (new.payment_id is not null and new.status in ('created', 'action_required', 'processing', 'succeeded', 'unknown'))
  execute function platform.check_refund_within_payment();

-- What was asked for stays as it was asked.
create function platform.protect_refund() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.id, new.customer_id, new.way, new.payment_id, new.gateway_id, new.origin, new.amount, new.currency, new.wish, new.created_at)
     is distinct from
     (old.tenant_id, old.id, old.customer_id, old.way, old.payment_id, old.gateway_id, old.origin, old.amount, old.currency, old.wish, old.created_at) then
    raise exception 'a refund is sealed' using errcode = 'check_violation', constraint = 'refunds_sealed';
  end if;
  return new;
end $$;
create trigger protect before update on refunds for each row execute function platform.protect_refund();

-- How much one person of a role may give back to one customer in a day without a second one; without a row the default of the application.
create table refund_limits (
  tenant_id uuid not null references platform.tenants (id),
  role text not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Null: no limit.
  amount bigint check (amount >= 0),
  updated_at timestamptz not null,
  primary key (tenant_id, role, currency)
);
call platform.separate_tenants('refund_limits');
