-- From where an API token works, and which token takes its place.

-- Networks in CIDR notation; none: from everywhere.
alter table api_tokens add column networks text[] not null default '{}' check (cardinality(networks) <= 50);
-- The token that was made to take this one's place, which works on for a while.
alter table api_tokens add column replaced_by uuid;
alter table api_tokens add foreign key (tenant_id, replaced_by) references api_tokens (tenant_id, id);
