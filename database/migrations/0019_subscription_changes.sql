-- Changes of what a subscription is for: another plan, other options, another interval, now or with its next renewal.

-- A period that was cut short: service under it ended on this day, and the next one began. Equal to its start: it never ran.
alter table subscription_periods add column ended_early_on date;
alter table subscription_periods add constraint subscription_periods_ended_early
  check (ended_early_on >= period_starts_on and ended_early_on < period_ends_on);
-- The invoice of the last change within the period: its lines pay for the rest of it.
alter table subscription_periods add column changed_by_invoice_id uuid;
alter table subscription_periods add foreign key (tenant_id, changed_by_invoice_id) references invoices (tenant_id, id);
-- Still invoiced at most once (domain.md, invariant 3); a period that never ran may share its first day with the one in its place.
alter table subscription_periods drop constraint subscription_periods_pkey;
alter table subscription_periods add primary key (tenant_id, subscription_id, period_starts_on, invoice_id);
create unique index subscription_periods_once on subscription_periods (tenant_id, subscription_id, period_starts_on)
  where ended_early_on is null or ended_early_on > period_starts_on;

create table subscription_changes (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  subscription_id uuid not null,
  customer_id uuid not null,
  -- awaiting_payment: its invoice is open. scheduled: comes with the renewal, can be withdrawn. invoiced: the renewal under its terms is
  -- issued. applying: agreed and paid, the service is being resized.
  status text not null check (status in
    ('awaiting_payment', 'scheduled', 'invoiced', 'applying', 'done', 'withdrawn', 'lapsed', 'reverted')),
  timing text not null check (timing in ('now', 'renewal')),
  effective_on date not null,
  currency char(3) not null,
  from_plan_id uuid not null,
  to_plan_id uuid not null,
  from_amount bigint not null check (from_amount >= 0),
  to_amount bigint not null check (to_amount >= 0),
  -- The configured item it changes to, as in order_lines.content, with the prices that were agreed to.
  content jsonb not null,
  -- Where the subscription stood when it was asked for, and where the change leads it: dates, interval, items.
  stood jsonb not null,
  leads jsonb not null,
  invoice_id uuid,
  -- From this day on an unpaid change lapses.
  lapses_on date,
  requested_at timestamptz not null,
  applied_at timestamptz,
  finished_at timestamptz,
  finish_reason text,
  primary key (tenant_id, id),
  check ((finished_at is not null) = (status in ('done', 'withdrawn', 'lapsed', 'reverted'))),
  check (status <> 'awaiting_payment' or (invoice_id is not null and lapses_on is not null)),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, from_plan_id) references plans (tenant_id, id),
  foreign key (tenant_id, to_plan_id) references plans (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
-- One at a time: a second click and a second tab find the first.
create unique index subscription_changes_open on subscription_changes (tenant_id, subscription_id) where finished_at is null;
create index subscription_changes_by_status on subscription_changes (tenant_id, status, effective_on) where finished_at is null;
create index subscription_changes_by_subscription on subscription_changes (tenant_id, subscription_id, id desc);
create index subscription_changes_by_invoice on subscription_changes (tenant_id, invoice_id) where invoice_id is not null;
call platform.separate_tenants('subscription_changes', 'select, insert, update');
