-- Signing in with an account elsewhere (OpenID Connect), where the tenant set it up.

create table sign_in_providers (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  issuer text not null check (issuer ~ '^https://' and length(issuer) <= 300),
  client_id text not null check (length(client_id) between 1 and 300),
  sealed_secret jsonb not null,
  is_enabled boolean not null default false,
  -- Whether somebody without an account here may become a customer by it.
  takes_sign_ups boolean not null default true,
  created_by uuid,
  created_at timestamptz not null,
  tested_at timestamptz,
  -- Why the last test failed; nothing when it did not.
  test_error text,
  removed_at timestamptz,
  primary key (tenant_id, id),
  check (removed_at is null or not is_enabled),
  foreign key (tenant_id, created_by) references users (tenant_id, id)
);
create unique index sign_in_providers_once on sign_in_providers (tenant_id, issuer, client_id) where removed_at is null;
call platform.separate_tenants('sign_in_providers', 'select, insert, update');

-- An account elsewhere that opens one here: known by its provider's unchanging id of it, never by an address.
create table linked_sign_ins (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid not null,
  provider_id uuid not null,
  subject text not null check (length(subject) between 1 and 255),
  -- As the provider said when it was linked, to be recognised by.
  email text check (length(email) <= 254),
  linked_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, provider_id, subject),
  unique (tenant_id, user_id, provider_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, provider_id) references sign_in_providers (tenant_id, id)
);
call platform.separate_tenants('linked_sign_ins');

alter table sign_ins drop constraint sign_ins_factor_check;
alter table sign_ins add constraint sign_ins_factor_check
  check (factor in ('password', 'one_time_code', 'recovery_code', 'passkey', 'known_browser', 'email_link', 'provider'));
