-- Public keys that a customer's new systems are to accept.

create table ssh_keys (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  name text not null check (length(name) between 1 and 100 and name !~ '[[:cntrl:]]'),
  -- Type and key, without a comment.
  public_key text not null check (public_key ~ '^[a-z0-9@.-]+ [A-Za-z0-9+/]+=*$' and length(public_key) <= 6000),
  -- As `ssh-keygen -l` prints it: `SHA256:` and the digest.
  fingerprint text not null check (fingerprint ~ '^SHA256:[A-Za-z0-9+/]{43}$'),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, customer_id, fingerprint),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
call platform.separate_tenants('ssh_keys', 'select, insert, delete');
