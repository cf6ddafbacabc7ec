-- Policies that staff edit, customer groups with a dunning policy of their own, why a try failed, and invoices with a collection agency.

-- Counts changes of `policies`: who edits older ones is told, and overwrites nothing.
alter table platform.tenants add column policies_version integer not null default 1 check (policies_version >= 1);

create table customer_groups (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null check (length(name) between 1 and 100),
  version integer not null default 1 check (version >= 1),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
call platform.separate_tenants('customer_groups');

-- Since when a customer is in a group or in none: what is due from before is not stopped sooner than they were told.
alter table customers add column group_id uuid;
alter table customers add column group_since date;
alter table customers add check (group_id is null or group_since is not null);
alter table customers add foreign key (tenant_id, group_id) references customer_groups (tenant_id, id);
create index customers_by_group on customers (tenant_id, group_id, id) where group_id is not null;

-- How a group is dunned; a null policy is that of all others, kept for the day on which it changed and the versions.
create table group_dunning (
  tenant_id uuid not null references platform.tenants (id),
  group_id uuid not null,
  policy jsonb check (jsonb_typeof(policy) = 'object'),
  -- The last day on which it became stricter.
  stricter_on date,
  version integer not null default 1 check (version >= 1),
  updated_at timestamptz not null,
  primary key (tenant_id, group_id),
  foreign key (tenant_id, group_id) references customer_groups (tenant_id, id) on delete cascade
);
call platform.separate_tenants('group_dunning');

-- Why the last try to collect did not work, and the gateway's word for it.
alter table invoices add column collection_failure text check (collection_failure in
  ('hard_decline', 'insufficient_funds', 'try_later', 'authentication_required', 'soft_decline', 'no_payment_method', 'not_chargeable'));
alter table invoices add column collection_failure_code text;
-- Since when an agency collects it: nothing is charged, mailed or added by itself.
alter table invoices add column handed_over_on date;

create table collection_cases (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  invoice_id uuid not null,
  customer_id uuid not null,
  handed_over_on date not null,
  agency text not null check (length(agency) between 1 and 200),
  reference text check (length(reference) between 1 and 100),
  note text check (length(note) between 1 and 2000),
  -- What was unpaid on that day.
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  handed_over_by uuid,
  handed_over_at timestamptz not null,
  taken_back_at timestamptz,
  taken_back_reason text check (length(taken_back_reason) between 1 and 500),
  primary key (tenant_id, id),
  check ((taken_back_at is null) = (taken_back_reason is null)),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create unique index collection_cases_open on collection_cases (tenant_id, invoice_id) where taken_back_at is null;
create index collection_cases_by_customer on collection_cases (tenant_id, customer_id, id desc);
create index collection_cases_by_invoice on collection_cases (tenant_id, invoice_id, id desc);
call platform.separate_tenants('collection_cases', 'select, insert, update');

-- A fee for paying late is no supply and carries no tax unless the tenant says so.
alter table billable_items add column is_taxed boolean not null default true;
