-- Members who see chosen services only, and staff roles that a tenant makes for itself.

-- Null: every service of the customer.
alter table memberships add column service_ids uuid[] check (cardinality(service_ids) <= 500);
alter table invitations add column service_ids uuid[] check (cardinality(service_ids) <= 500);
alter table invitations add check (service_ids is null or customer_id is not null);

-- A role of the tenant's own, or what a usual one (support, billing …) grants here instead of what it usually does. Owners have everything.
create table staff_roles (
  tenant_id uuid not null references platform.tenants (id),
  name text not null check (name ~ '^[a-z][a-z0-9_]{0,39}$' and name <> 'owner'),
  -- How people call it; null for a usual role, which has its name in every language.
  label text check (length(label) between 1 and 60),
  abilities text[] not null,
  changed_at timestamptz not null,
  primary key (tenant_id, name)
);
call platform.separate_tenants('staff_roles');
