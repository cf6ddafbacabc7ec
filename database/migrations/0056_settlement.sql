-- What gateways did with our money, as they tell it: every movement on the account and every payout, matched with our own records.

-- When each secret was last set (the secrets themselves are never shown), whose account the keys opened, where messages go.
alter table gateways
  -- A name that is missing was set when the gateway was connected.
  add column secrets_set_at jsonb not null default '{}',
  -- { name, isLive, currencies, checkedAt }
  add column account jsonb,
  -- { reference, url, setAt }
  add column webhook jsonb;

create table gateway_payouts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  gateway_id uuid not null,
  reference text not null,
  status text not null check (status in ('pending', 'in_transit', 'paid', 'failed', 'cancelled')),
  amount bigint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  arrives_on date,
  -- Whether its arrival at the bank is booked; follows the status.
  is_arrival_booked boolean not null default false,
  -- By the gateway's clock, and the day on which it counts for the tenant.
  paid_out_at timestamptz not null,
  counts_on date not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, reference),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id)
);
create index gateway_payouts_by_day on gateway_payouts (tenant_id, gateway_id, counts_on, id);
create index gateway_payouts_newest on gateway_payouts (tenant_id, gateway_id, id desc);
call platform.separate_tenants('gateway_payouts', 'select, insert, update');

create table gateway_movements (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  gateway_id uuid not null,
  -- The gateway's own id of the movement: told again, it changes nothing.
  reference text not null,
  kind text not null check (kind in ('payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversed', 'fee', 'payout', 'adjustment')),
  object_reference text,
  -- In the currency of the gateway's account; what leaves it is negative.
  gross bigint not null,
  fee bigint not null,
  net bigint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- What was paid in which other currency, where the gateway exchanged it.
  exchanged_amount bigint,
  exchanged_currency char(3) check (exchanged_currency ~ '^[A-Z]{3}$'),
  exchange_rate text,
  moved_at timestamptz not null,
  available_at timestamptz,
  payout_reference text,
  -- The day of the tenant's calendar on which it counts, and is booked.
  counts_on date not null,
  -- matched: with a record of ours, to the cent · unmatched: a person has to say what it is · answered: a person did.
  status text not null check (status in ('unmatched', 'matched', 'answered')),
  -- Why nothing of ours fits.
  problem text check (problem in ('unknown_object', 'not_booked', 'amount_differs', 'currency_differs', 'counted_twice', 'no_object')),
  matched_kind text check (matched_kind in ('payment', 'refund', 'dispute', 'payout')),
  matched_id uuid,
  -- What of our booking of that record it accounts for.
  counted_amount bigint,
  counted_currency char(3),
  -- What a person made of it, who and why.
  answer text check (answer in ('fee', 'difference')),
  answered_by uuid,
  answer_note text check (length(answer_note) between 1 and 500),
  answered_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, reference),
  check (net = gross - fee),
  check ((exchanged_amount is null) = (exchanged_currency is null) and (exchanged_amount is null) = (exchange_rate is null)),
  check ((status = 'matched') = (matched_id is not null) and (matched_id is null) = (matched_kind is null)),
  check ((status = 'matched') = (counted_amount is not null) and (counted_amount is null) = (counted_currency is null)),
  check ((status = 'unmatched') = (problem is not null)),
  check ((status = 'answered') = (answer is not null) and (answer is null) = (answered_at is null) and (answer is null) = (answer_note is null)),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id)
);
create index gateway_movements_by_day on gateway_movements (tenant_id, gateway_id, counts_on, id);
create index gateway_movements_newest on gateway_movements (tenant_id, gateway_id, id desc);
create index gateway_movements_unmatched on gateway_movements (tenant_id, gateway_id, id) where status = 'unmatched';
create index gateway_movements_of_payout on gateway_movements (tenant_id, gateway_id, payout_reference) where payout_reference is not null;
-- A record is accounted for once each way: what a payment took, what came back of a refund.
create unique index gateway_movements_count_once on gateway_movements (tenant_id, gateway_id, matched_id, kind, (gross < 0)) where matched_id is not null;
create index gateway_movements_by_record on gateway_movements (tenant_id, matched_id) where matched_id is not null;
call platform.separate_tenants('gateway_movements', 'select, insert, update');

-- What a gateway said stays as it said it; a later look may only add with which payout the money went out.
create function platform.protect_gateway_movement() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.id, new.gateway_id, new.reference, new.kind, new.object_reference, new.gross, new.fee, new.net, new.currency,
      new.exchanged_amount, new.exchanged_currency, new.moved_at, new.counts_on)
     is distinct from
     (old.tenant_id, old.id, old.gateway_id, old.reference, old.kind, old.object_reference, old.gross, old.fee, old.net, old.currency,
      old.exchanged_amount, old.exchanged_currency, old.moved_at, old.counts_on) then
    raise exception 'what a gateway said of a movement is sealed' using errcode = 'check_violation', constraint = 'gateway_movements_sealed';
  end if;
  if old.status <> 'unmatched' and (new.status, new.matched_id, new.counted_amount, new.answer) is distinct from
     (old.status, old.matched_id, old.counted_amount, old.answer) then
    raise exception 'a movement is matched or answered once' using errcode = 'check_violation', constraint = 'gateway_movements_decided_once';
  end if;
  return new;
end $$;
create trigger protect before update on gateway_movements for each row execute function platform.protect_gateway_movement();

-- How far each gateway's account is known, and how it compares with the books.
create table gateway_settlements (
  tenant_id uuid not null references platform.tenants (id),
  gateway_id uuid not null,
  -- All until here is fetched, matched and booked (wall clock); null before the first time.
  settled_until timestamptz,
  next_run_at timestamptz not null,
  last_run_at timestamptz,
  failures integer not null default 0,
  last_error text,
  -- Per currency: { currency, stated, known, booked, unmatched, awaited }, minor units as text.
  comparison jsonb not null default '[]',
  primary key (tenant_id, gateway_id),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id)
);
create index gateway_settlements_due on gateway_settlements (tenant_id, next_run_at);
call platform.separate_tenants('gateway_settlements', 'select, insert, update');
