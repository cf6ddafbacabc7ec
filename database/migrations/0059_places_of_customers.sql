-- Where the card that paid is from, as a further piece of evidence; and what all pieces say about a customer's place, for staff.

alter table payment_methods add column country char(2) check (country ~ '^[A-Z]{2}$');

alter table tax_evidence add column payment_id uuid;
-- A payment is authorised and then taken: its card is one piece.
create unique index tax_evidence_of_payment on tax_evidence (tenant_id, payment_id, kind) where payment_id is not null;

-- How well the pieces prove the place of a customer who orders. It says nothing about the tax, which follows the billing address.
create table tax_places (
  tenant_id uuid not null references platform.tenants (id),
  customer_id uuid not null,
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  verdict text not null check (verdict in ('none', 'one_piece', 'contradictory', 'sufficient')),
  -- The country and the newest piece of each kind: a review counts while they stay the same.
  basis text not null,
  weighed_at timestamptz not null,
  -- Since when fewer than two pieces agree and nobody has looked at it.
  open_since timestamptz,
  reviewed_at timestamptz,
  reviewed_by uuid,
  review_note text check (length(review_note) between 1 and 300),
  primary key (tenant_id, customer_id),
  check ((reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (review_note is null)),
  check (open_since is null or (verdict <> 'sufficient' and reviewed_at is null)),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index tax_places_open on tax_places (tenant_id, customer_id desc) where open_since is not null;
call platform.separate_tenants('tax_places');
