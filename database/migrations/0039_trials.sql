-- Free trials: what a plan offers, who had one, and the days that were free.

alter table plans
  -- Null: no trial. Otherwise the whole days a new customer may try this size for nothing.
  add column trial_days smallint check (trial_days between 1 and 90),
  -- Whether a payment method has to be saved before the service is made.
  add column trial_needs_method boolean not null default true;

alter table subscriptions add column trial_ends_on date;
alter table subscriptions drop constraint subscriptions_status_check;
alter table subscriptions add constraint subscriptions_status_check
  check (status in ('pending', 'trialing', 'active', 'past_due', 'suspended', 'cancelled'));
-- The first paid period begins on the day the trial ends: there is no day between them.
alter table subscriptions add constraint subscriptions_trial
  check (trial_ends_on is null or (started_on is not null and trial_ends_on > started_on and renews_on >= trial_ends_on));
alter table subscriptions add constraint subscriptions_trialing check (status <> 'trialing' or trial_ends_on is not null);

create table trials (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  order_id uuid not null,
  plan_id uuid not null,
  days smallint not null check (days between 1 and 90),
  needs_method boolean not null,
  -- claimed: ordered, and not begun yet. given_back: it never began, and counts for nothing.
  status text not null default 'claimed' check (status in ('claimed', 'running', 'converted', 'ended', 'given_back')),
  -- The address it was ordered with, in the form in which addresses are compared.
  email text not null,
  payment_method_id uuid,
  fingerprint text,
  subscription_id uuid,
  -- The free days, [starts_on, ends_on).
  starts_on date,
  ends_on date,
  -- What the first paid period comes to with tax, as it was quoted; minor units.
  currency char(3) not null,
  first_total bigint not null check (first_total >= 0),
  end_reason text,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, order_id),
  check (num_nulls(subscription_id, starts_on, ends_on) in (0, 3)),
  check (ends_on > starts_on),
  check ((status in ('claimed', 'given_back')) = (subscription_id is null)),
  check ((status in ('claimed', 'running')) = (closed_at is null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  foreign key (tenant_id, plan_id) references plans (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id)
);
-- One trial for each customer, each address and each card, whatever races.
create unique index trials_one_per_customer on trials (tenant_id, customer_id) where status <> 'given_back';
create unique index trials_one_per_email on trials (tenant_id, email) where status <> 'given_back';
create unique index trials_one_per_fingerprint on trials (tenant_id, fingerprint)
  where status <> 'given_back' and fingerprint is not null;
create unique index trials_by_subscription on trials (tenant_id, subscription_id) where subscription_id is not null;
create index trials_running on trials (tenant_id, ends_on) where status = 'running';
create index trials_recent on trials (tenant_id, id desc);
call platform.separate_tenants('trials', 'select, insert, update');

-- Each notice before the end of a trial goes out once.
create table trial_notices (
  tenant_id uuid not null references platform.tenants (id),
  trial_id uuid not null,
  days_before smallint not null check (days_before > 0),
  announced_at timestamptz not null,
  primary key (tenant_id, trial_id, days_before),
  foreign key (tenant_id, trial_id) references trials (tenant_id, id)
);
call platform.separate_tenants('trial_notices', 'select, insert');

-- A coupon that frees from the set-up fee waits for the first invoice, which a trial puts off.
alter table subscription_discounts drop constraint subscription_discounts_unit_check;
alter table subscription_discounts add constraint subscription_discounts_unit_check check (unit in ('period', 'month', 'setup'));
