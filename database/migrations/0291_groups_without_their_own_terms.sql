-- Since when a group whose own dunning policy ended is dunned like all others again: a late fee that all others have long had holds for it from
-- that day on only. The day of what ended before is that of the last change.
alter table group_dunning add column standard_since date;
do $$
declare
  owner record;
begin
  for owner in select id, time_zone from platform.tenants loop
    perform set_config('app.tenant', owner.id::text, true);
    update group_dunning set standard_since = (updated_at at time zone owner.time_zone)::date where policy is null;
  end loop;
  perform set_config('app.tenant', '', true);
end $$;
alter table group_dunning add check (policy is null or standard_since is null);
