-- Revenue of prepaid periods is recognised day by day. A row says what of a deferral belongs to which days; it is never changed.

-- The part of an amount that belongs to the days [starts_on, before): the sum of the days so far, rounded once, half away from
-- zero, so that the days of a period always add up to its amount.
create function platform.share_of_days(amount bigint, starts_on date, ends_on date, before date) returns bigint
  language sql immutable parallel safe
  return case
    when before <= starts_on then 0
    when before >= ends_on then amount
    when amount < 0 then -((2 * -amount * (before - starts_on) + (ends_on - starts_on)) / (2 * (ends_on - starts_on)))
    else (2 * amount * (before - starts_on) + (ends_on - starts_on)) / (2 * (ends_on - starts_on))
  end;

create table revenue_schedules (
  tenant_id uuid not null references platform.tenants (id),
  -- The journal entry that deferred it, or that takes the rest of a deferral back.
  entry_id uuid not null,
  position smallint not null,
  source text not null check (source in ('issue', 'void', 'write_off', 'credit_note')),
  -- The invoice's line.
  invoice_id uuid not null,
  line_position smallint not null,
  product_kind text not null,
  currency char(3) not null,
  reporting_currency char(3) not null,
  -- What becomes revenue; negative for what takes revenue back.
  amount bigint not null check (amount <> 0),
  reporting_amount bigint not null,
  starts_on date not null,
  ends_on date not null check (ends_on > starts_on),
  -- The first day whose booking counts it: days before it were booked without it.
  counts_from date not null,
  -- Whether that first day brings along what belongs to the days before it, or lets them be.
  catches_up boolean not null,
  -- From this day on nothing of it is left.
  done_on date not null generated always as (greatest(ends_on, counts_from + 1)) stored,
  primary key (tenant_id, entry_id, position),
  foreign key (tenant_id, entry_id) references journal_entries (tenant_id, id),
  foreign key (tenant_id, invoice_id, line_position) references invoice_lines (tenant_id, invoice_id, position)
);
create index revenue_schedules_by_end on revenue_schedules (tenant_id, done_on, counts_from);
create index revenue_schedules_by_invoice on revenue_schedules (tenant_id, invoice_id, line_position);
call platform.separate_tenants('revenue_schedules', 'select, insert');
create trigger append_only before update or delete or truncate on revenue_schedules for each statement execute function platform.refuse_change();

-- How much of a schedule's amount is booked when all days before a day are, and of its amount in the reporting currency, which
-- moves only when the amount does.
create function platform.recognised_before(
  amount bigint, starts_on date, ends_on date, counts_from date, catches_up boolean, before date
) returns bigint
  language sql immutable parallel safe
  return case
    when before <= counts_from then 0
    when catches_up then platform.share_of_days(amount, starts_on, ends_on, before)
    else platform.share_of_days(amount, starts_on, ends_on, before) - platform.share_of_days(amount, starts_on, ends_on, counts_from)
  end;
create function platform.reported_before(
  amount bigint, reporting_amount bigint, starts_on date, ends_on date, counts_from date, catches_up boolean, before date
) returns bigint
  language sql immutable parallel safe
  return case
    when before <= counts_from then 0
    else round(reporting_amount::numeric * platform.share_of_days(amount, starts_on, ends_on, before) / amount)::bigint
      - case when catches_up then 0
             else round(reporting_amount::numeric * platform.share_of_days(amount, starts_on, ends_on, counts_from) / amount)::bigint end
  end;

-- Days before it are booked.
create table revenue_closings (
  tenant_id uuid not null references platform.tenants (id),
  recognised_before date not null,
  primary key (tenant_id)
);
call platform.separate_tenants('revenue_closings', 'select, insert, update');

-- Receivables as of a day: invoices that were closed only later were open then.
create index invoices_by_closing on invoices (tenant_id, closed_at) where closed_at is not null;
