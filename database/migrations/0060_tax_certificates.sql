-- Certificates of exemption as customers hand them in, and the notices that one ends.

create table tax_certificates (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  customer_id uuid not null,
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  region text check (region ~ '^[A-Z0-9]{1,3}$'),
  certificate text not null check (length(certificate) between 1 and 100),
  valid_from date not null,
  valid_until date,
  -- The paper itself: its kind is told by its content, never by its name.
  file_name text not null check (length(file_name) between 1 and 120),
  media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  content bytea not null check (length(content) between 1 and 5000000),
  status text not null check (status in ('submitted', 'accepted', 'refused')),
  refusal text check (length(refusal) between 1 and 300),
  -- What the customer does not pay since it was accepted.
  exemption_id uuid,
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (tenant_id, id),
  check (valid_until > valid_from),
  check ((status = 'submitted') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check ((status = 'refused') = (refusal is not null)),
  check ((status = 'accepted') = (exemption_id is not null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index tax_certificates_by_customer on tax_certificates (tenant_id, customer_id, id desc);
create index tax_certificates_waiting on tax_certificates (tenant_id, id desc) where status = 'submitted';
call platform.separate_tenants('tax_certificates');

-- What was handed in stays as it is; it is decided once.
create function platform.protect_tax_certificate() returns trigger language plpgsql as $$
begin
  if old.status <> 'submitted'
    or row(new.customer_id, new.country, new.region, new.certificate, new.valid_from, new.valid_until, new.file_name, new.media_type,
           new.content, new.submitted_by, new.submitted_at)
       is distinct from
       row(old.customer_id, old.country, old.region, old.certificate, old.valid_from, old.valid_until, old.file_name, old.media_type,
           old.content, old.submitted_by, old.submitted_at) then
    raise exception 'a certificate is decided once, never rewritten' using errcode = 'check_violation', constraint = 'tax_certificates_kept';
  end if;
  return new;
end $$;
create trigger protect before update on tax_certificates for each row execute function platform.protect_tax_certificate();

-- That a certificate ends is told 30 and 7 days before and on the day; once each. Another end is another cause.
create table tax_exemption_notices (
  tenant_id uuid not null references platform.tenants (id),
  exemption_id uuid not null,
  valid_until date not null,
  days_before integer not null check (days_before >= 0),
  announced_at timestamptz not null,
  primary key (tenant_id, exemption_id, valid_until, days_before)
);
call platform.separate_tenants('tax_exemption_notices', 'select, insert');
create index tax_exemptions_ending on tax_exemptions (tenant_id, valid_until) where valid_until is not null;
