-- Other applications that people sign in to with their account here: OAuth 2 and OpenID Connect.

create table oauth_clients (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  -- Null for one that cannot keep a secret (a page, a phone); such a one proves itself by PKCE alone. Encrypted: the protocol compares it.
  sealed_secret jsonb,
  redirect_uris text[] not null check (cardinality(redirect_uris) between 1 and 10),
  post_logout_redirect_uris text[] not null check (cardinality(post_logout_redirect_uris) <= 10),
  scopes text[] not null check ('openid' = any (scopes)),
  -- Of our own: people are not asked whether it may know them.
  is_trusted boolean not null,
  created_by uuid,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, created_by) references users (tenant_id, id)
);
call platform.separate_tenants('oauth_clients', 'select, insert, update');

-- Keys that sign what applications are told. The public half is published before it signs, and after it signed for the last time.
create table oauth_keys (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  sealed_key jsonb not null,
  created_at timestamptz not null,
  signs_from timestamptz not null,
  primary key (tenant_id, id)
);
call platform.separate_tenants('oauth_keys', 'select, insert, update, delete');

-- What the protocol remembers for a while: codes, tokens, grants, half-done sign-ins. Found by a hash, kept encrypted.
create table oauth_records (
  tenant_id uuid not null references platform.tenants (id),
  kind text not null,
  id_hash bytea not null check (length(id_hash) = 32),
  sealed_payload jsonb not null,
  grant_hash bytea,
  uid_hash bytea,
  client_id uuid,
  user_id uuid,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (tenant_id, kind, id_hash)
);
create index oauth_records_by_grant on oauth_records (tenant_id, grant_hash) where grant_hash is not null;
create index oauth_records_by_uid on oauth_records (tenant_id, uid_hash) where uid_hash is not null;
create index oauth_records_by_user on oauth_records (tenant_id, user_id, client_id) where user_id is not null;
create index oauth_records_by_client on oauth_records (tenant_id, client_id) where client_id is not null;
create index oauth_records_by_expiry on oauth_records (tenant_id, expires_at) where expires_at is not null;
call platform.separate_tenants('oauth_records');

-- What people allowed an application to know.
create table oauth_consents (
  tenant_id uuid not null references platform.tenants (id),
  user_id uuid not null,
  client_id uuid not null,
  scopes text[] not null,
  given_at timestamptz not null,
  primary key (tenant_id, user_id, client_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id),
  foreign key (tenant_id, client_id) references oauth_clients (tenant_id, id)
);
call platform.separate_tenants('oauth_consents');
