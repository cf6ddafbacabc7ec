-- Prices by the hour, up to the most that a calendar month costs, and the hours that a service ran at them.

alter table prices drop constraint prices_interval_unit_check;
alter table prices add constraint prices_interval_unit_check check (interval_unit in ('hour', 'day', 'week', 'month', 'year'));
alter table option_prices drop constraint option_prices_interval_unit_check;
alter table option_prices add constraint option_prices_interval_unit_check check (interval_unit in ('hour', 'day', 'week', 'month', 'year'));
alter table subscriptions drop constraint subscriptions_interval_unit_check;
alter table subscriptions add constraint subscriptions_interval_unit_check check (interval_unit in ('hour', 'day', 'week', 'month', 'year'));

-- The price of an hour and the most of a month, as option_prices and subscription_items have them; amount is then the most of a month.
alter table prices add column tiers jsonb check (jsonb_typeof(tiers) = 'object');
alter table prices add constraint prices_by_hour check (
  (interval_unit = 'hour') = (tiers is not null) and (interval_unit <> 'hour' or (interval_count = 1 and tiers ->> 'model' = 'hourly')));
alter table option_prices add constraint option_prices_by_hour check (
  (interval_unit = 'hour') = coalesce(tiers ->> 'model' = 'hourly', false) and (interval_unit <> 'hour' or interval_count = 1));

-- From when until when a service that is charged by the hour ran. One stretch of a subscription is open while it runs.
create table hourly_stretches (
  tenant_id uuid not null references platform.tenants (id),
  subscription_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at >= starts_at),
  -- What it was for, where that is not what its subscription is for now: [{ kind, priceId, description, quantity, unitAmount, tiers }]
  items jsonb check (jsonb_typeof(items) = 'array'),
  primary key (tenant_id, subscription_id, starts_at),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id)
);
create unique index hourly_stretches_open on hourly_stretches (tenant_id, subscription_id) where ends_at is null;
call platform.separate_tenants('hourly_stretches', 'select, insert, update');
alter table hourly_stretches alter column tenant_id set statistics 0;

-- No instant is in two stretches of a subscription.
create function platform.refuse_overlapping_stretches() returns trigger language plpgsql as $$
begin
  if exists (
    select from hourly_stretches h
     where h.tenant_id = new.tenant_id and h.subscription_id = new.subscription_id and h.starts_at <> new.starts_at
       and tstzrange(h.starts_at, h.ends_at) && tstzrange(new.starts_at, new.ends_at)
  ) then
    raise exception 'two stretches of a subscription overlap' using errcode = 'exclusion_violation', constraint = 'hourly_stretches_apart';
  end if;
  return new;
end $$;
create trigger apart before insert or update on hourly_stretches
  for each row execute function platform.refuse_overlapping_stretches();
