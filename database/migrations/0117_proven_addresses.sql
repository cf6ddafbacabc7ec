-- Addresses of people: proven by a link that was sent to them, and changed by whoever holds both mailboxes.

alter table users add column email_verified_at timestamptz;
-- Whoever was here before this was asked for is taken at their word.
update users set email_verified_at = created_at;

create table email_links (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  user_id uuid not null,
  -- verify: the address is theirs; change: a new one is; undo: back to the old one; sign_in: a way in without a password.
  purpose text not null check (purpose in ('verify', 'change', 'undo', 'sign_in')),
  -- Where the link was sent, and so what its use proves.
  email text not null check (email = lower(email) and length(email) <= 254),
  token_hash bytea not null,
  -- The token itself, encrypted, until the link is used: another process writes the mail, a moment later.
  sealed_token jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  check (sealed_token is null or used_at is null),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
-- One open link of a kind for each person: a new one takes the place of the last.
create unique index open_email_links on email_links (tenant_id, user_id, purpose) where used_at is null and purpose <> 'undo';
-- An address that its owner may still take back is given to nobody else.
create index email_links_held on email_links (tenant_id, email) where used_at is null and purpose = 'undo';
create index email_links_by_user on email_links (tenant_id, user_id);
call platform.separate_tenants('email_links', 'select, insert, update');
