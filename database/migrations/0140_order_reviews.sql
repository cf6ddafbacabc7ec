-- Orders whose payment a gateway's screening finds risky wait for a person before anything is made.

alter table orders drop constraint orders_status_check;
alter table orders add constraint orders_status_check
  check (status in ('reserving', 'awaiting_payment', 'in_review', 'provisioning', 'completed', 'failed', 'cancelled'));
drop index orders_open;
create index orders_open on orders (tenant_id, created_at)
  where status in ('reserving', 'awaiting_payment', 'in_review', 'provisioning');
create index orders_in_review on orders (tenant_id, id) where status = 'in_review';

create table order_reviews (
  tenant_id uuid not null references platform.tenants (id),
  order_id uuid not null,
  payment_id uuid not null,
  -- What the gateway's screening said when the order was held.
  risk jsonb not null,
  held_at timestamptz not null,
  -- Until when the bank holds the money; null where it is not told.
  money_held_until timestamptz,
  decision text check (decision in ('released', 'refused')),
  decided_at timestamptz,
  -- Null when somebody decided in the gateway's own pages.
  decided_by uuid,
  note text check (length(note) between 1 and 500),
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, decided_by) references users (tenant_id, id),
  check ((decision is null) = (decided_at is null)),
  check (decided_by is null or decision is not null)
);
call platform.separate_tenants('order_reviews', 'select, insert, update');
