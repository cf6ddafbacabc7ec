-- What a service shows besides its addresses, and consoles that are opened once.

-- By names from the translations of services: host and port of its files, the address that players join.
alter table services add column facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object');

-- A ticket opens one console, once; kept until it would have ended by itself.
create table used_console_tickets (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  service_id uuid not null,
  used_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id)
);
create index used_console_tickets_old on used_console_tickets (tenant_id, used_at);
call platform.separate_tenants('used_console_tickets');
