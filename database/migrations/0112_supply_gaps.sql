-- What cannot be delivered just now: panels of a kind that nobody can ask for room, one by one, or all of them together.

create table supply_gaps (
  tenant_id uuid not null references platform.tenants (id),
  panel_driver text not null,
  -- Code of the panel, as a choice of the catalogue names it; empty for the whole kind.
  location text not null default '',
  -- Of the real world: panels do not follow a tenant's clock.
  since timestamptz not null,
  primary key (tenant_id, panel_driver, location)
);
call platform.separate_tenants('supply_gaps', 'select, insert, delete');
create trigger bump after insert or delete on supply_gaps for each statement execute function platform.bump_catalogue_version();
