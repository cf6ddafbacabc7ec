-- Notes that are pinned, edited, taken back and addressed to colleagues; calls; and how everything about a customer is read in one list.

alter table customer_notes
  -- A call is a note of what was said on the telephone.
  add column kind text not null default 'note' check (kind in ('note', 'call')),
  add column is_pinned boolean not null default false,
  add column call_direction text check (call_direction in ('incoming', 'outgoing')),
  add column called_at timestamptz,
  add column call_minutes integer check (call_minutes between 0 and 1440),
  add column edited_at timestamptz,
  -- For a day whoever took a note away may have it back; then it is gone.
  add column removed_at timestamptz,
  add column removed_by uuid,
  add constraint customer_notes_calls check ((kind = 'call') = (call_direction is not null)),
  add constraint customer_notes_called_at check (num_nulls(call_direction, called_at) in (0, 2)),
  add constraint customer_notes_minutes check (kind = 'call' or call_minutes is null),
  add constraint customer_notes_removal check (num_nulls(removed_at, removed_by) in (0, 2)),
  add foreign key (tenant_id, removed_by) references users (tenant_id, id);

create index customer_notes_pinned on customer_notes (tenant_id, customer_id, id desc) where is_pinned and removed_at is null;
create index customer_notes_removed on customer_notes (tenant_id, removed_at) where removed_at is not null;

-- Colleagues to whom a note is addressed.
create table customer_note_mentions (
  tenant_id uuid not null references platform.tenants (id),
  note_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, note_id, user_id),
  foreign key (tenant_id, note_id) references customer_notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
call platform.separate_tenants('customer_note_mentions', 'select, insert, delete');

-- Every part of the list is read from new to old by id, of one customer.
drop index events_by_customer;
create index events_by_customer on events (tenant_id, customer_id, id desc) where customer_id is not null;
create index operations_by_customer on operations (tenant_id, customer_id, id desc);
