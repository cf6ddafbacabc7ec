-- What the page of a customer who waits for coins shows, and when the gateway was last asked for it: by a job, however many pages look.
create table watched_payments (
  tenant_id uuid not null references platform.tenants (id),
  payment_id uuid not null,
  -- In the outside world's time, as prices in coins are.
  asked_at timestamptz not null,
  -- Where to send how much of which coin, as the gateway said it last.
  page jsonb not null,
  primary key (tenant_id, payment_id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
call platform.separate_tenants('watched_payments', 'select, insert, update');
