-- Links under which invoices are paid without signing in are sealed and kept nowhere; kept is when a customer's were revoked, and when a
-- new one was last mailed to them. Both by the clock of the world, as links are.

create table pay_link_states (
  tenant_id uuid not null references platform.tenants (id),
  customer_id uuid not null,
  -- Those made until then open nothing any more.
  revoked_at timestamptz,
  mailed_at timestamptz,
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  check (revoked_at is not null or mailed_at is not null)
);
call platform.separate_tenants('pay_link_states', 'select, insert, update');
