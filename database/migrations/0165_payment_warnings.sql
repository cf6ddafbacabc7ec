-- Payments whose money is here already and which somebody should look at: the gateway's screening finds them risky, or a bank reports fraud before
-- anybody disputes. Orders have reviews of their own, before anything is taken.
create table payment_warnings (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  payment_id uuid not null,
  customer_id uuid not null,
  gateway_id uuid not null,
  kind text not null check (kind in ('risk', 'fraud_report')),
  -- What the gateway calls the report; null for what its screening said of the payment itself.
  gateway_reference text,
  -- The gateway's own word: elevated, made_with_stolen_card.
  code text not null check (length(code) between 1 and 100),
  status text not null check (status in ('open', 'accepted', 'given_back', 'disputed')),
  warned_at timestamptz not null,
  decided_at timestamptz,
  -- Null when the money went back, or a dispute took over.
  decided_by uuid,
  note text check (length(note) between 1 and 500),
  primary key (tenant_id, id),
  unique (tenant_id, payment_id, kind),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id),
  foreign key (tenant_id, decided_by) references users (tenant_id, id),
  check ((status = 'open') = (decided_at is null)),
  check (decided_by is null or status = 'accepted'),
  check ((kind = 'fraud_report') = (gateway_reference is not null))
);
call platform.separate_tenants('payment_warnings', 'select, insert, update');
create index payment_warnings_open on payment_warnings (tenant_id, payment_id) where status = 'open';
