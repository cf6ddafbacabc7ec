-- A record of many facts (a gateway, a panel) is read from its newest, page by page: by id, as all lists of facts are.
drop index events_by_subject;
create index events_by_subject on events (tenant_id, subject_id, id);
