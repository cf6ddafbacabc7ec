-- Payments that banks or customers want back: what a gateway says of each, what we answer, and the files that go with it.

create table disputes (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  payment_id uuid not null,
  gateway_id uuid not null,
  gateway_reference text not null,
  -- inquiry: somebody asks and no money has moved.
  status text not null check (status in ('inquiry', 'needs_response', 'under_review', 'won', 'lost', 'accepted', 'withdrawn')),
  reason text not null,
  -- The gateway's own word for the reason.
  code text not null,
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  -- Whether the gateway has the money back; follows what is booked.
  is_withheld boolean not null default false,
  -- What it took for the dispute and has not given back, as booked.
  fee_amount bigint not null default 0 check (fee_amount >= 0),
  fee_currency char(3),
  respond_by timestamptz,
  is_answered boolean not null default false,
  -- What we know and say, until it is handed in; sealed then.
  evidence jsonb,
  handed_in_at timestamptz,
  handed_in_by uuid,
  pending_call text check (pending_call in ('answer', 'accept')),
  -- Why the last call about it did not work, for staff.
  problem text,
  next_check_at timestamptz,
  check_count integer not null default 0,
  opened_at timestamptz not null,
  closed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, gateway_id, gateway_reference),
  check ((fee_amount > 0) <= (fee_currency is not null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, payment_id) references payments (tenant_id, id),
  foreign key (tenant_id, gateway_id) references gateways (tenant_id, id)
);
create index disputes_by_payment on disputes (tenant_id, payment_id, id);
create index disputes_by_customer on disputes (tenant_id, customer_id, id desc);
create index disputes_by_status on disputes (tenant_id, status, id desc);
create index disputes_to_answer on disputes (tenant_id, respond_by, id) where status in ('inquiry', 'needs_response');
create index disputes_to_check on disputes (tenant_id, next_check_at) where next_check_at is not null;
call platform.separate_tenants('disputes', 'select, insert, update');

create table dispute_files (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  dispute_id uuid not null,
  kind text not null check (kind in ('invoice', 'activity', 'mails', 'other')),
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  content bytea not null check (length(content) between 1 and 2000000),
  -- Made from our records, or added by a person.
  added_by uuid,
  added_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, dispute_id) references disputes (tenant_id, id)
);
create index dispute_files_by_dispute on dispute_files (tenant_id, dispute_id, id);
call platform.separate_tenants('dispute_files');

-- When a gateway was last asked for disputes of which no message came, by the clock on the wall.
alter table gateways add column disputes_checked_at timestamptz not null default now();
