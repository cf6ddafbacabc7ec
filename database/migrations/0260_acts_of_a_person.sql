-- What somebody did of one kind is looked for in the index alone: their facts lie far apart, and reading each to see its kind took longer
-- than all else. Only people's acts are in it, so that runs write nothing more.
drop index events_by_actor;
create index events_by_actor on events (tenant_id, actor_id, id desc) include (type) where actor_kind in ('customer', 'staff');

-- Facts of some kinds and actors, the newest first, by going back in time from the end of a period. Planners think of few facts between two ids,
-- whatever they know, and would read the whole period and sort it. `looked`: through so many facts at most; null: to its beginning.
create function platform.facts_back_in_time(
  kinds text[], actors text[], from_id uuid, until_id uuid, from_at timestamptz, until_at timestamptz, looked bigint, wanted bigint)
  returns table (tenant_id uuid, id uuid) language sql stable
  set enable_bitmapscan = off set enable_sort = off as $$
  select e.tenant_id, e.id
    from (select i.tenant_id, i.id, i.type, i.actor_kind, i.occurred_at from events i
           where i.id >= from_id and i.id < until_id order by i.id desc limit looked) e
   where (kinds is null or e.type = any(kinds)) and (actors is null or e.actor_kind = any(actors))
     and e.occurred_at >= from_at and e.occurred_at < until_at
   order by e.id desc limit wanted
$$;
