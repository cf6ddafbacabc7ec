-- What somebody did of one kind is looked for in the index alone: their facts lie far apart, and reading each to see its kind took longer
-- than all else. Only people's acts are in it, so that runs write nothing more.
drop index events_by_actor;
create index events_by_actor on events (tenant_id, actor_id, id desc) include (type) where actor_kind in ('customer', 'staff');
