-- How far the sealed log was handed to the system that keeps it elsewhere, and what stands in the way.
alter table audit_settings
  add column shipped_number bigint not null default 0 check (shipped_number >= 0),
  add column shipped_at timestamptz,
  add column ship_tried_at timestamptz,
  add column ship_failures integer not null default 0,
  add column ship_error text check (length(ship_error) <= 300);
