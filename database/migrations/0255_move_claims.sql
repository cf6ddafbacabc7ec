-- A server that a service is about to be linked to. Its panel is told whose it is before that can be written down: of two who write a move onto it, the
-- second has to be refused before it tells the panel anything.
create table move_claims (
  tenant_id uuid not null references platform.tenants (id),
  panel_id uuid not null,
  reference text not null,
  service_id uuid not null,
  -- Of the real world. Whoever died with it is not waited for longer.
  claimed_until timestamptz not null,
  primary key (tenant_id, panel_id, reference),
  foreign key (tenant_id, panel_id) references panels (tenant_id, id),
  foreign key (tenant_id, service_id) references services (tenant_id, id)
);
call platform.separate_tenants('move_claims');
