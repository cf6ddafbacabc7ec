-- Moves of a demo tenant's clock: where to, how far it has come, who asked.

create table clock_moves (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  from_at timestamptz not null,
  reached_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  status text not null check (status in ('moving', 'done', 'failed')),
  error text,
  requested_by uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id)
);
-- One move at a time: a second would tear the days apart.
create unique index clock_moves_one_at_a_time on clock_moves (tenant_id) where status = 'moving';
call platform.separate_tenants('clock_moves', 'select, insert, update');
