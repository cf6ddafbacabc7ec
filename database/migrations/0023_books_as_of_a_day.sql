-- Exchange rates of each day, kept for ever, and the books' totals of each day, so that a report as of any day is quick.

create table exchange_rates (
  tenant_id uuid not null references platform.tenants (id),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$' and currency <> 'EUR'),
  rate_on date not null,
  -- Who said so: a feed by its driver's name, or the tenant itself.
  source text not null check (source ~ '^[a-z_]{1,20}$'),
  -- Units of the currency for one euro.
  per_euro numeric(24, 12) not null check (per_euro > 0),
  kept_at timestamptz not null,
  primary key (tenant_id, currency, rate_on, source)
);
create index exchange_rates_by_day on exchange_rates (tenant_id, rate_on desc, currency);
call platform.separate_tenants('exchange_rates', 'select, insert');
create trigger append_only before update or delete or truncate on exchange_rates for each statement execute function platform.refuse_change();

-- How it goes with each feed. It lives in the outside world's time, which no time machine moves.
create table exchange_rate_feeds (
  tenant_id uuid not null references platform.tenants (id),
  source text not null,
  last_attempt_at timestamptz not null,
  last_success_at timestamptz,
  next_attempt_at timestamptz not null,
  failures integer not null default 0 check (failures >= 0),
  last_error text,
  latest_on date,
  primary key (tenant_id, source),
  check ((failures = 0) = (last_error is null))
);
call platform.separate_tenants('exchange_rate_feeds', 'select, insert, update');

-- Entries of a day are found by their day.
create index journal_entries_by_day on journal_entries (tenant_id, booked_on, id);

-- What was booked on a day, by line of the chart: accounts of customers in one sum (receivable, customer_balance).
create table ledger_day_totals (
  tenant_id uuid not null references platform.tenants (id),
  booked_on date not null,
  code text not null,
  kind text not null check (kind in ('asset', 'liability', 'income', 'expense')),
  currency char(3) not null,
  reporting_currency char(3) not null,
  debit bigint not null check (debit >= 0),
  credit bigint not null check (credit >= 0),
  reporting_debit bigint not null check (reporting_debit >= 0),
  reporting_credit bigint not null check (reporting_credit >= 0),
  primary key (tenant_id, booked_on, code, currency, reporting_currency)
);
call platform.separate_tenants('ledger_day_totals');

-- Up to which day totals are kept: days before it are summed up, later ones are read from their postings.
create table ledger_closings (
  tenant_id uuid not null references platform.tenants (id),
  totals_before date not null,
  primary key (tenant_id)
);
call platform.separate_tenants('ledger_closings', 'select, insert, update');

-- A booking into a day that was summed up opens that day and all later ones again; the next sum brings them back.
create function platform.reopen_day_totals() returns trigger language plpgsql as $$
declare
  first_on date;
begin
  select min(a.booked_on) into first_on from added a;
  -- Only what is dated back can meet a day that is being summed up this moment; it waits until that is done.
  if first_on < (select min(a.occurred_at)::date - 1 from added a) then
    perform 1 from ledger_closings c where c.tenant_id = platform.current_tenant() for update;
  end if;
  update ledger_closings c set totals_before = first_on
   where c.tenant_id = platform.current_tenant() and c.totals_before > first_on;
  return null;
end $$;
create trigger reopen_totals after insert on journal_entries
  referencing new table as added for each statement execute function platform.reopen_day_totals();
