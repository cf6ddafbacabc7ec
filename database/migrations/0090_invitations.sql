-- Invitations: to a customer's team, or to the staff.

create table invitations (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  -- Null for the staff.
  customer_id uuid,
  -- Null for the link by which an installation gets its first staff member.
  email text check (email = lower(email) and length(email) <= 254),
  -- Permissions of a member of a team, roles of a member of the staff.
  grants text[] not null check (cardinality(grants) > 0),
  token_hash bytea not null,
  -- The token itself, encrypted, until the invitation is answered: another process writes the mail, a moment later.
  sealed_token jsonb,
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  check (email is not null or customer_id is null),
  check (num_nulls(accepted_at, accepted_by) in (0, 2)),
  check (accepted_at is null or revoked_at is null),
  check (sealed_token is null or (accepted_at is null and revoked_at is null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, invited_by) references users (tenant_id, id),
  foreign key (tenant_id, accepted_by) references users (tenant_id, id)
);
-- One open invitation for an address and a team.
create unique index open_invitations on invitations (tenant_id, customer_id, email) nulls not distinct
  where accepted_at is null and revoked_at is null;
call platform.separate_tenants('invitations', 'select, insert, update');
