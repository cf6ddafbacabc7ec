-- Taxes as dated data: rates by jurisdiction, the seller's own side, tax ids with their checks, certificates, evidence of the place.

alter table tax_rates
  add column region text check (region ~ '^[A-Z0-9]{1,3}$'),
  add column postal_prefix text check (postal_prefix ~ '^[A-Z0-9]{1,10}$'),
  add column kind text not null default 'vat' check (kind in ('vat', 'gst', 'hst', 'pst', 'sales_tax')),
  -- The part of the price that is taxed, in percent.
  add column taxable_percent numeric(7, 4) not null default 100 check (taxable_percent > 0 and taxable_percent <= 100),
  -- Null: everything that is sold.
  add column product_kinds text[] check (cardinality(product_kinds) > 0),
  add column customer_kind text check (customer_kind in ('person', 'company')),
  -- On top of the other rate of the place, instead of replacing a wider one.
  add column is_additional boolean not null default false,
  add column source text,
  add check (valid_until > valid_from),
  add check (length(name) between 1 and 60);
alter table tax_rates drop constraint tax_rates_tenant_id_country_valid_from_key;
create index tax_rates_by_place on tax_rates (tenant_id, country, region, valid_from);

-- Two rates of one place, for the same sale, never hold on one day; and a rate that was told is never rewritten, only ended.
create function platform.protect_tax_rate() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'valid_until' is distinct from to_jsonb(old) - 'valid_until' then
    raise exception 'a tax rate is ended, never rewritten' using errcode = 'check_violation', constraint = 'tax_rates_kept';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.tenant_id::text || 'tax_rates' || new.country, 0));
  if exists (
    select from tax_rates other
     where other.tenant_id = new.tenant_id and other.id <> new.id and other.country = new.country
       and other.region is not distinct from new.region and other.postal_prefix is not distinct from new.postal_prefix
       and other.is_additional = new.is_additional and (not new.is_additional or other.name = new.name)
       and other.customer_kind is not distinct from new.customer_kind
       and (other.product_kinds is null) = (new.product_kinds is null)
       and (new.product_kinds is null or other.product_kinds && new.product_kinds)
       and daterange(other.valid_from, other.valid_until) && daterange(new.valid_from, new.valid_until)
  ) then
    raise exception 'another rate of this place holds on some of these days' using errcode = 'exclusion_violation', constraint = 'tax_rates_overlap';
  end if;
  return new;
end $$;
create trigger protect before insert or update on tax_rates for each row execute function platform.protect_tax_rate();

-- The tenant as a seller. Without a row every rate is collected, and nothing else is known.
create table tax_profiles (
  tenant_id uuid primary key references platform.tenants (id),
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  tax_id text,
  is_small_business boolean not null default false,
  small_business_note text check (length(small_business_note) <= 300),
  is_over_eu_threshold boolean not null default false,
  prices_include_tax boolean not null default false,
  tax_rounding text not null default 'line' check (tax_rounding in ('line', 'rate_group')),
  updated_at timestamptz not null
);
call platform.separate_tenants('tax_profiles');

create table tax_registrations (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  region text check (region ~ '^[A-Z0-9]{1,3}$'),
  scheme text not null check (scheme in ('standard', 'consumers', 'oss')),
  number text check (length(number) between 1 and 60),
  valid_from date not null,
  valid_until date,
  primary key (tenant_id, id),
  check (valid_until > valid_from)
);
call platform.separate_tenants('tax_registrations');

create function platform.protect_tax_registration() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'valid_until' is distinct from to_jsonb(old) - 'valid_until' then
    raise exception 'a registration is ended, never rewritten' using errcode = 'check_violation', constraint = 'tax_registrations_kept';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.tenant_id::text || 'tax_registrations', 0));
  if exists (
    select from tax_registrations other
     where other.tenant_id = new.tenant_id and other.id <> new.id
       and (other.scheme = 'oss') = (new.scheme = 'oss')
       and (new.scheme = 'oss' or (other.country = new.country and other.region is not distinct from new.region))
       and daterange(other.valid_from, other.valid_until) && daterange(new.valid_from, new.valid_until)
  ) then
    raise exception 'another registration there holds on some of these days' using errcode = 'exclusion_violation', constraint = 'tax_registrations_overlap';
  end if;
  return new;
end $$;
create trigger protect before insert or update on tax_registrations for each row execute function platform.protect_tax_registration();

-- The tax id of a customer and what its authority says of it. It counts only while it is the customer's (customers.tax_id).
create table tax_ids (
  tenant_id uuid not null references platform.tenants (id),
  customer_id uuid not null,
  -- Of the authority, by ISO code: GR for EL, GB for XI.
  country char(2) not null,
  value text not null check (length(value) between 4 and 40),
  status text not null check (status in ('unchecked', 'valid', 'invalid', 'unavailable')),
  -- Until when "valid" is believed without asking again.
  trusted_until timestamptz,
  checked_at timestamptz,
  name text,
  address text,
  -- Who said so: vies, hmrc, staff; and the number under which it was said.
  source text,
  consultation text,
  problem text,
  tries integer not null default 0 check (tries >= 0),
  next_check_at timestamptz,
  primary key (tenant_id, customer_id),
  check ((status = 'valid') = (trusted_until is not null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index tax_ids_to_check on tax_ids (tenant_id, next_check_at) where next_check_at is not null;
call platform.separate_tenants('tax_ids');

-- Each answer, for as long as the law wants it kept.
create table tax_id_checks (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  value text not null,
  outcome text not null check (outcome in ('valid', 'invalid', 'unavailable')),
  source text not null,
  consultation text,
  name text,
  address text,
  problem text,
  checked_by uuid,
  checked_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index tax_id_checks_by_customer on tax_id_checks (tenant_id, customer_id, id desc);
call platform.separate_tenants('tax_id_checks', 'select, insert');
create trigger append_only before update or delete or truncate on tax_id_checks for each statement execute function platform.refuse_change();

-- Certificates by which a customer does not pay a tax.
create table tax_exemptions (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  region text check (region ~ '^[A-Z0-9]{1,3}$'),
  certificate text not null check (length(certificate) between 1 and 100),
  -- Where the paper lies: an upload, a file, a binder.
  document text check (length(document) <= 300),
  valid_from date not null,
  valid_until date,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  check (valid_until > valid_from),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index tax_exemptions_by_customer on tax_exemptions (tenant_id, customer_id, valid_from);
call platform.separate_tenants('tax_exemptions');

create function platform.protect_tax_exemption() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'valid_until' is distinct from to_jsonb(old) - 'valid_until' then
    raise exception 'a certificate is ended, never rewritten' using errcode = 'check_violation', constraint = 'tax_exemptions_kept';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.tenant_id::text || 'tax_exemptions' || new.customer_id, 0));
  if exists (
    select from tax_exemptions other
     where other.tenant_id = new.tenant_id and other.id <> new.id and other.customer_id = new.customer_id
       and other.country = new.country and other.region is not distinct from new.region
       and daterange(other.valid_from, other.valid_until) && daterange(new.valid_from, new.valid_until)
  ) then
    raise exception 'another certificate for this place holds on some of these days' using errcode = 'exclusion_violation', constraint = 'tax_exemptions_overlap';
  end if;
  return new;
end $$;
create trigger protect before insert or update on tax_exemptions for each row execute function platform.protect_tax_exemption();

-- What tells where a customer is (Regulation 282/2011, Art. 24f), with its source, for an order or in between. Never changed.
create table tax_evidence (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  order_id uuid,
  kind text not null check (kind in ('billing_country', 'ip_country', 'card_country', 'phone_country')),
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  source text not null check (length(source) between 1 and 200),
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index tax_evidence_by_customer on tax_evidence (tenant_id, customer_id, kind, recorded_at desc);
create unique index tax_evidence_of_order on tax_evidence (tenant_id, order_id, kind) where order_id is not null;
call platform.separate_tenants('tax_evidence', 'select, insert');
create trigger append_only before update or delete or truncate on tax_evidence for each statement execute function platform.refuse_change();
