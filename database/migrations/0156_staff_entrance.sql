-- What staff pass before they are asked who they are, and how long they stay signed in.

alter table platform.tenants
  -- Cloudflare Access in front of the staff's host: the name of the team and the audience tag of the application.
  add column access_team text check (access_team ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  add column access_audience text check (access_audience ~ '^[0-9a-f]{64}$'),
  add constraint access_is_whole check ((access_team is null) = (access_audience is null)),
  -- Networks in CIDR notation from which staff come; none: from anywhere.
  add column staff_networks text[] not null default '{}' check (cardinality(staff_networks) <= 50),
  add column staff_idle_minutes integer not null default 120 check (staff_idle_minutes between 5 and 1440),
  add column staff_session_hours integer not null default 12 check (staff_session_hours between 1 and 24);
