-- Payments by coins: what comes in is what was sent, in as many transfers as somebody made, and later than it was asked for.

alter table payments
  -- What is missing of what was asked for but counts as paid, by the settings of the gateway; booked as rounding.
  add column forgiven_amount bigint not null default 0 check (forgiven_amount >= 0),
  -- Until when the gateway would tell of more money for it, whatever became of it; in the outside world's time.
  add column watched_until timestamptz,
  -- While money is on its way nothing else is done about the debt, at the longest until then; null: until it is known.
  add column holds_until timestamptz;

-- Each transfer of coins, final and booked: the books say what it was worth, this says what it was.
create table payment_receipts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  payment_id uuid not null,
  gateway_id uuid not null,
  -- The gateway's word for the transfer: met again, it changes nothing.
  reference text not null,
  method text not null,
  coin text not null,
  coin_amount numeric not null check (coin_amount > 0),
  -- One coin in the payment's currency.
  rate numeric not null check (rate > 0),
  network_fee numeric check (network_fee >= 0),
  -- In minor units of the payment's currency.
  amount bigint not null check (amount >= 0),
  -- What was booked by it alone, after its payment had succeeded; null when it is part of what the payment succeeded with.
  booked_amount bigint check (booked_amount > 0),
  -- After the quote had run out.
  is_late boolean not null,
  received_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, reference),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id)
);
create index payment_receipts_by_payment on payment_receipts (tenant_id, payment_id, received_at);
call platform.separate_tenants('payment_receipts', 'select, insert');
