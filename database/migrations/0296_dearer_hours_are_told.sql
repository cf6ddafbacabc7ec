-- A price by the hour is higher where its hour costs more, though the most of a month stays or falls. Only that most was compared, and nobody was told.
alter table price_move_subscriptions
  -- One hour of everything that is charged by the hour, before and after, in minor units with decimals.
  add column old_hour_amount numeric check (old_hour_amount >= 0),
  add column new_hour_amount numeric check (new_hour_amount >= 0),
  -- Whether some number of hours of a month costs more than before, which sums of several prices do not show.
  add column costs_more boolean not null default false,
  add check ((old_hour_amount is null) = (new_hour_amount is null)),
  -- Takes its two refusals with it; they come back below.
  drop column needs_notice;
alter table price_move_subscriptions
  add column needs_notice boolean not null generated always as
    (costs_more or new_amount > old_amount or coalesce(new_hour_amount > old_hour_amount, false)) stored,
  add check (is_told or not needs_notice),
  add check (not needs_notice or charged_from is null or (told_on is not null and told_on <= charged_from));

-- Of one price a move knows one version: with two it would say both and charge either.
create function platform.refuse_two_versions_of_a_price() returns trigger language plpgsql as $$
begin
  if exists (
    select from (
      select plan_id as thing, null::uuid as value, interval_unit, interval_count from prices
       where tenant_id = new.tenant_id and id = any (new.price_ids)
      union all
      select option_id, option_value_id, interval_unit, interval_count from option_prices
       where tenant_id = new.tenant_id and id = any (new.price_ids)) versions
     group by thing, value, interval_unit, interval_count having count(*) > 1
  ) then
    raise exception 'two versions of one price in a move' using errcode = 'check_violation', constraint = 'price_moves_one_version_each';
  end if;
  return new;
end $$;
create trigger one_version_each before insert on price_moves
  for each row execute function platform.refuse_two_versions_of_a_price();
