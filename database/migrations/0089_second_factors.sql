-- How people prove who they are beside their password: one-time codes, passkeys, recovery codes, browsers that we know.

-- Staff sign in with a second factor unless the tenant says otherwise; the demo's staff are known to everybody anyway.
alter table platform.tenants add column staff_second_factor text not null default 'required'
  check (staff_second_factor in ('required', 'optional'));
update platform.tenants set staff_second_factor = 'optional' where is_demo;

-- A right password is only half a sign-in where a second factor is asked for.
alter table sign_ins drop constraint sign_ins_outcome_check;
alter table sign_ins add constraint sign_ins_outcome_check
  check (outcome in ('success', 'wrong_password', 'unknown_user', 'disabled', 'awaiting_factor', 'wrong_factor'));
alter table sign_ins add column factor text
  check (factor in ('password', 'one_time_code', 'recovery_code', 'passkey', 'known_browser'));

create table totp_factors (
  tenant_id uuid not null references platform.tenants (id),
  user_id uuid not null,
  -- The seed, encrypted with a key outside the database.
  sealed_seed jsonb not null,
  -- The last time step whose code was accepted: it and those before it are refused from then on.
  last_step bigint not null default 0,
  created_at timestamptz not null,
  -- Null until the person has shown a right code.
  confirmed_at timestamptz,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
call platform.separate_tenants('totp_factors');

create table recovery_codes (
  tenant_id uuid not null references platform.tenants (id),
  user_id uuid not null,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, user_id, code_hash),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
call platform.separate_tenants('recovery_codes');

create table passkeys (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid not null,
  -- Browsers use a passkey under this host name only.
  rp_id text not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  aaguid uuid not null,
  is_synced boolean not null,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, credential_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
create index passkeys_by_user on passkeys (tenant_id, user_id);
call platform.separate_tenants('passkeys');

-- What a browser was asked to sign. A row is deleted by the answer that it is for, so that none counts twice.
create table passkey_challenges (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  challenge text not null,
  purpose text not null check (purpose in ('add', 'prove')),
  -- Null where the passkey itself says who signs in.
  user_id uuid,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
create index passkey_challenges_by_expiry on passkey_challenges (tenant_id, expires_at);
call platform.separate_tenants('passkey_challenges', 'select, insert, delete');

-- Browsers in which a person has signed in before: each holds a random text, of which a hash is kept.
create table known_browsers (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid not null,
  mark_hash bytea not null,
  ip inet,
  user_agent text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- Until then no second factor is asked for in this browser.
  trusted_until timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, mark_hash),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
call platform.separate_tenants('known_browsers');

-- How often a secret was guessed wrong, and when it may be tried again. The key says whose secret, and by whom, as a hash.
create table guesses (
  tenant_id uuid not null references platform.tenants (id),
  key bytea not null,
  count integer not null check (count > 0),
  guessed_at timestamptz not null,
  next_at timestamptz not null,
  primary key (tenant_id, key)
);
create index guesses_by_age on guesses (tenant_id, guessed_at);
call platform.separate_tenants('guesses');
