-- What one coin was worth when a transfer was first seen that came after the price of its payment had run out. First seen counts, however
-- long its confirmation takes.
create table late_coin_rates (
  tenant_id uuid not null references platform.tenants (id),
  payment_id uuid not null,
  -- The gateway's word for the transfer.
  reference text not null,
  rate numeric not null check (rate > 0),
  seen_at timestamptz not null,
  primary key (tenant_id, payment_id, reference),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
call platform.separate_tenants('late_coin_rates', 'select, insert');
