-- The log is asked by what happened and by who did it, newest first, within a time. One index answers all of these, each kind of fact by each
-- kind of actor a stretch of its own that is in the order of the answer; ids grow with time as numbers did.
drop index events_by_type;
create index events_by_type on events (tenant_id, type, actor_kind, id);
