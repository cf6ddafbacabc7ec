-- Quotes that staff make for somebody. In the tables they are offers: a row of "quotes" is a priced cart, good for a day.

create table offers (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  -- Its versions share the number; a draft that was never sent has none.
  number bigint check (number > 0),
  version smallint not null default 1 check (version > 0),
  reference text,
  status text not null check (status in ('draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn', 'superseded')),
  -- For a customer, or for somebody who is none yet and is reached by the address.
  customer_id uuid,
  email text not null check (length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  currency char(3) not null,
  -- Where somebody lives who is no customer yet: it decides the tax.
  country char(2),
  locale text not null check (locale in ('en', 'de')),
  -- What is wished: plans with options, quantities and agreed prices, one-off lines, coupon codes (offers/domain/offer_terms.ts).
  terms jsonb not null,
  intro text check (length(intro) <= 2000),
  -- For staff alone.
  notes text check (length(notes) <= 2000),
  valid_until date not null,
  -- Whoever saves an older draft is told.
  revision integer not null default 1,
  -- Sealed when it is sent: what is ordered, what the document shows, and the SHA-256 of both in canonical JSON.
  content jsonb,
  document jsonb,
  hash bytea,
  subtotal bigint,
  tax_total bigint,
  total bigint check (total = subtotal + tax_total and total >= 0),
  -- The key in the link: found by its hash; sealed for the mails that carry it.
  token_hash bytea,
  sealed_token jsonb,
  sent_at timestamptz,
  first_viewed_at timestamptz,
  reminded_at timestamptz,
  -- Accepted, declined, expired, withdrawn or superseded.
  closed_at timestamptz,
  accepted_name text,
  accepted_ip inet,
  accepted_user_agent text,
  decline_reason text check (length(decline_reason) <= 1000),
  order_id uuid,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number, version),
  unique (tenant_id, order_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  check (customer_id is not null or country is not null),
  check ((sent_at is null) = (reference is null)),
  check ((sent_at is null) = (content is null)),
  check ((sent_at is null) = (document is null)),
  check ((sent_at is null) = (hash is null)),
  check ((sent_at is null) = (total is null)),
  check ((sent_at is null) = (token_hash is null)),
  check (sent_at is null or number is not null),
  check (status in ('draft', 'withdrawn') or sent_at is not null),
  check (status <> 'draft' or sent_at is null),
  check ((status in ('draft', 'sent')) = (closed_at is null)),
  check (status <> 'accepted' or accepted_name is not null),
  check (order_id is null or (status = 'accepted' and customer_id is not null))
);
create unique index offers_by_token on offers (tenant_id, token_hash) where token_hash is not null;
create index offers_by_customer on offers (tenant_id, customer_id, id desc) where customer_id is not null;
create index offers_by_status on offers (tenant_id, status, id desc);
create index offers_to_expire on offers (tenant_id, valid_until) where status = 'sent';
-- One draft of a number at a time, and one that can be accepted.
create unique index offers_one_draft on offers (tenant_id, number) where status = 'draft' and number is not null;
create unique index offers_one_open on offers (tenant_id, number) where status in ('sent', 'accepted');
call platform.separate_tenants('offers', 'select, insert, update');

-- What was sent says what it said, and what is over stays so.
create function platform.protect_offer() returns trigger language plpgsql as $$
begin
  if old.sent_at is not null and
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
create trigger protect before update on offers for each row execute function platform.protect_offer();
create trigger stays before delete or truncate on offers for each statement execute function platform.refuse_change();

-- The priced cart that an accepted offer became; an offer becomes one.
alter table quotes add column offer_id uuid;
alter table quotes add foreign key (tenant_id, offer_id) references offers (tenant_id, id);
create unique index quotes_by_offer on quotes (tenant_id, offer_id) where offer_id is not null;
