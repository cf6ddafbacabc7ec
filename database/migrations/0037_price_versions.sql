-- Prices in versions with a first day each, prices that depend on the quantity, and moving customers from one version to another.

-- A version holds from this day on, until another one does. Versions from before this column hold from the beginning.
alter table prices add column valid_from date not null default '1970-01-01';
alter table option_prices add column valid_from date not null default '1970-01-01';
drop index prices_current;
drop index option_prices_current;
-- One version for each place and day; replaced_at says when a version was taken back or another took its place.
create unique index prices_current on prices (tenant_id, plan_id, currency, interval_unit, interval_count, valid_from)
  where replaced_at is null;
create unique index option_prices_current on option_prices
  (tenant_id, option_id, coalesce(option_value_id, option_id), currency, interval_unit, interval_count, valid_from)
  where replaced_at is null;

alter table option_prices add column setup_amount bigint not null default 0 check (setup_amount >= 0);
-- { model, tiers: [{ upTo, unitAmount, flatAmount }], packageSize, freeUnits, minimumAmount }; null: amount for each unit.
alter table option_prices add column tiers jsonb check (jsonb_typeof(tiers) = 'object');
alter table subscription_items add column tiers jsonb check (jsonb_typeof(tiers) = 'object');
-- Who pays by a version.
create index subscription_items_by_price on subscription_items (tenant_id, price_id);

-- Staff's decision that whoever pays by an older version pays by these from a renewal on.
create table price_moves (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  currency char(3) not null,
  -- Renewals whose period starts on this day or later are charged by the new versions.
  starts_on date not null,
  -- How many days before a higher price its customer must have been told: the policy on the day of the decision.
  notice_days integer not null check (notice_days between 0 and 365),
  -- The new versions (prices.id or option_prices.id), and what was decided upon.
  price_ids uuid[] not null check (cardinality(price_ids) between 1 and 100),
  subscription_count integer not null check (subscription_count >= 0),
  old_amount bigint not null check (old_amount >= 0),
  new_amount bigint not null check (new_amount >= 0),
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawal_reason text not null default '',
  primary key (tenant_id, id)
);
call platform.separate_tenants('price_moves', 'select, insert, update');

create table price_move_subscriptions (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  move_id uuid not null,
  subscription_id uuid not null,
  customer_id uuid not null,
  -- What one period costs before and after, without tax and discounts.
  old_amount bigint not null check (old_amount >= 0),
  new_amount bigint not null check (new_amount >= 0),
  needs_notice boolean not null generated always as (new_amount > old_amount) stored,
  -- The first day of the first period at the new price, as it was told.
  first_on date not null,
  -- Whether a notice goes out, and the day on which it did.
  is_told boolean not null,
  told_on date,
  -- The first day of the first period that was invoiced at the new price.
  charged_from date,
  ended_at timestamptz,
  outcome text check (outcome in ('moved', 'withdrawn', 'overtaken')),
  primary key (tenant_id, id),
  unique (tenant_id, move_id, subscription_id),
  check ((ended_at is null) = (outcome is null)),
  check (is_told or not needs_notice),
  check (outcome <> 'moved' or charged_from is not null),
  -- Nobody pays more without having been told in time; the run looks at the days, this refuses the rest.
  check (not needs_notice or charged_from is null or (told_on is not null and told_on <= charged_from)),
  foreign key (tenant_id, move_id) references price_moves (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index price_move_subscriptions_open on price_move_subscriptions (tenant_id, subscription_id) where ended_at is null;
create index price_move_subscriptions_charged on price_move_subscriptions (tenant_id, charged_from) where ended_at is null;
call platform.separate_tenants('price_move_subscriptions', 'select, insert, update');

create table price_move_items (
  tenant_id uuid not null references platform.tenants (id),
  entry_id uuid not null,
  subscription_id uuid not null,
  old_price_id uuid not null,
  new_price_id uuid not null check (new_price_id <> old_price_id),
  -- The first day of the new version, for the explanation.
  version_from date not null,
  unit_amount bigint not null check (unit_amount >= 0),
  tiers jsonb check (jsonb_typeof(tiers) = 'object'),
  is_open boolean not null default true,
  primary key (tenant_id, entry_id, old_price_id),
  foreign key (tenant_id, entry_id) references price_move_subscriptions (tenant_id, id)
);
-- A price of a subscription is under one move at a time.
create unique index price_move_items_open on price_move_items (tenant_id, subscription_id, old_price_id) where is_open;
call platform.separate_tenants('price_move_items', 'select, insert, update');

-- The billing run asks these for each chunk; the planner shall not judge by the tenant (see 0029).
alter table price_move_subscriptions alter column tenant_id set statistics 0;
alter table price_move_items alter column tenant_id set statistics 0;
