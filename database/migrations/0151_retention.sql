-- What is forgotten by itself, after how long; accounts at panels of those who were forgotten; quotes without a person in them.

create table retention_rules (
  tenant_id uuid not null references platform.tenants (id),
  kind text not null check (kind in ('mail_texts', 'sign_in_origins', 'order_origins', 'notes', 'quotes', 'idle_customers')),
  keep_days integer not null check (keep_days between 30 and 7300),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (tenant_id, kind),
  check (kind <> 'idle_customers' or keep_days >= 365),
  foreign key (tenant_id, changed_by) references users (tenant_id, id)
);
call platform.separate_tenants('retention_rules');

-- What a run took away. A run that found nothing is not written down.
create table retention_runs (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  kind text not null,
  kept_from timestamptz not null,
  count integer not null check (count > 0),
  ran_at timestamptz not null,
  primary key (tenant_id, id)
);
call platform.separate_tenants('retention_runs', 'select, insert');

-- What is old is found by coarse indexes, which cost a write next to nothing.
create index messages_in_time on messages using brin (tenant_id, created_at) with (autosummarize = on);
create index sign_ins_in_time on sign_ins using brin (tenant_id, at) with (autosummarize = on);

-- An erasure that follows from a rule was asked for by nobody.
alter table erasures alter column asked_by drop not null;

-- The account of somebody who is forgotten is removed at the panel, as soon as it answers.
alter table panel_users
  add column removal_due_at timestamptz,
  add column removal_tries integer not null default 0,
  add column removal_error text,
  -- Nobody but a person can remove it: the panel has no call for it, or refused.
  add column is_left_to_staff boolean not null default false,
  add column removed_at timestamptz,
  add constraint panel_users_removal check (removed_at is null or (removal_due_at is null and not is_left_to_staff));
create index panel_users_to_remove on panel_users (tenant_id, removal_due_at) where removal_due_at is not null;
create index panel_users_by_customer on panel_users (tenant_id, customer_id);

-- A quote that came to nothing loses its person; one that was accepted is a commercial letter and stays as sealed.
alter table offers add column erased_at timestamptz check (erased_at is null or status in ('declined', 'expired', 'withdrawn', 'superseded', 'draft'));

create or replace function platform.protect_offer() returns trigger language plpgsql as $$
begin
  if old.sent_at is not null and not (old.erased_at is null and new.erased_at is not null) and
     (new.number, new.version, new.reference, new.email, new.name, new.currency, new.country, new.locale, new.terms, new.intro, new.valid_until,
      new.content, new.document, new.hash, new.subtotal, new.tax_total, new.total, new.token_hash, new.sent_at)
     is distinct from
     (old.number, old.version, old.reference, old.email, old.name, old.currency, old.country, old.locale, old.terms, old.intro, old.valid_until,
      old.content, old.document, old.hash, old.subtotal, old.tax_total, old.total, old.token_hash, old.sent_at) then
    raise exception 'a quote that was sent is sealed' using errcode = 'check_violation', constraint = 'offers_sealed';
  end if;
  if old.customer_id is not null and new.customer_id is distinct from old.customer_id then
    raise exception 'a quote keeps its customer' using errcode = 'check_violation', constraint = 'offers_customer';
  end if;
  if new.status <> old.status and not (
       (old.status = 'draft' and new.status in ('sent', 'withdrawn'))
    or (old.status = 'sent' and new.status in ('accepted', 'declined', 'expired', 'withdrawn', 'superseded'))
    or (old.status = 'accepted' and old.order_id is null and new.status in ('withdrawn', 'superseded'))) then
    raise exception 'quote is % and cannot become %', old.status, new.status using errcode = 'check_violation', constraint = 'offers_way';
  end if;
  return new;
end $$;
