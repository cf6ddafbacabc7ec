-- Past months under other prices, taxes or proration: what was asked, how far it came, and what came out. Nothing else is ever written by one.
create table replays (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  -- Half-open: invoices that were issued on these days.
  from_on date not null,
  until_on date not null check (until_on > from_on),
  -- See billing/domain/replay_question.ts.
  question jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed')),
  invoice_count integer not null check (invoice_count >= 0),
  done_count integer not null default 0 check (done_count >= 0 and done_count <= invoice_count),
  result jsonb,
  failure text,
  requested_by uuid,
  requested_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  check ((status in ('done', 'failed')) = (finished_at is not null)),
  check ((status = 'done') = (result is not null))
);
call platform.separate_tenants('replays', 'select, insert, update');
