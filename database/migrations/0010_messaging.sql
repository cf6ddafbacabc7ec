-- Mail to people: each notice once per cause.

create table messages (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid,
  user_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  kind text not null,
  step integer not null default 0,
  recipient text not null,
  locale text not null,
  data jsonb not null,
  subject_line text,
  text_body text,
  html_body text,
  status text not null default 'queued' check (status in ('queued', 'sent', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  last_error text,
  smtp_message_id text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, subject_id, kind, step, recipient),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index messages_by_customer on messages (tenant_id, customer_id, id desc) where customer_id is not null;
create index messages_due on messages (tenant_id, next_attempt_at) where status = 'queued';
create index messages_dead on messages (tenant_id, id desc) where status = 'dead';
call platform.separate_tenants('messages');

-- Results of the platform's own checks, for the status page.
create table status_samples (
  tenant_id uuid not null references platform.tenants (id),
  component text not null,
  checked_at timestamptz not null,
  state text not null check (state in ('operational', 'degraded', 'down')),
  detail text,
  primary key (tenant_id, component, checked_at)
);
call platform.separate_tenants('status_samples');
