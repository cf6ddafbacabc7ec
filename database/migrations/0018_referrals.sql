-- Customers who bring customers.

-- What stands in a customer's link.
create table referral_codes (
  tenant_id uuid not null references platform.tenants (id),
  customer_id uuid not null,
  code text not null check (code ~ '^[a-z0-9]{8,20}$'),
  created_at timestamptz not null,
  primary key (tenant_id, customer_id),
  unique (tenant_id, code),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
call platform.separate_tenants('referral_codes', 'select, insert');

-- pending: came by the link; held: paid a first invoice, and both rewards wait; paid: on both balances; refused and taken_back: over.
create table referrals (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  referrer_id uuid not null,
  referred_id uuid not null,
  status text not null check (status in ('pending', 'held', 'paid', 'refused', 'taken_back')),
  refusal text check (refusal in ('self', 'same_payment_method')),
  invoice_id uuid,
  -- Minor units, each in the currency of whose it is.
  referrer_currency char(3),
  referrer_amount bigint check (referrer_amount >= 0),
  referred_currency char(3),
  referred_amount bigint check (referred_amount >= 0),
  held_until timestamptz,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, referred_id),
  foreign key (tenant_id, referrer_id) references customers (tenant_id, id),
  foreign key (tenant_id, referred_id) references customers (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  check (referrer_id <> referred_id),
  check ((status = 'refused') = (refusal is not null)),
  check (status not in ('held', 'paid', 'taken_back')
    or (invoice_id is not null and held_until is not null and referrer_amount is not null and referred_amount is not null)),
  check ((status in ('pending', 'held')) = (closed_at is null))
);
create index referrals_by_referrer on referrals (tenant_id, referrer_id, id desc);
create index referrals_by_invoice on referrals (tenant_id, invoice_id) where invoice_id is not null;
create index referrals_held on referrals (tenant_id, held_until) where status = 'held';
call platform.separate_tenants('referrals', 'select, insert, update');

-- Whose link the visitor came by.
alter table carts add column referral_code text check (length(referral_code) <= 20);
