-- Where a tenant wants it, somebody new confirms the address before there is an account: what they said waits here, and whoever asks for a taken
-- address is answered alike.
alter table platform.tenants add column confirm_sign_ups boolean not null default false;

create table asked_sign_ups (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  email text not null check (email = lower(email) and length(email) <= 254),
  name text not null check (length(name) <= 200),
  company_name text check (length(company_name) <= 200),
  country text,
  currency text not null,
  locale text not null,
  time_zone text,
  password_hash text not null,
  -- Where they came from, and are led back to: a path of ours.
  return_to text not null check (length(return_to) <= 500),
  token_hash bytea not null,
  -- The token itself, encrypted: another process writes the mail, a moment later.
  sealed_token jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  primary key (tenant_id, id),
  unique (tenant_id, token_hash)
);
create index on asked_sign_ups (tenant_id, email);
create index on asked_sign_ups (tenant_id, expires_at);
call platform.separate_tenants('asked_sign_ups', 'select, insert, update, delete');
