-- Coupons, who used them, what they take off later periods, and the loyalty of customers.

create table coupons (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  -- What the customer enters, in capitals.
  code text not null check (code ~ '^[A-Z0-9][A-Z0-9_-]{2,39}$'),
  -- What the customer reads on the line.
  name text not null check (length(name) between 1 and 80),
  status text not null check (status in ('draft', 'active', 'archived')),
  -- { kind: percent | fixed | free_setup | free_months, … }: see promotions/domain/coupon.ts.
  benefit jsonb not null,
  -- [{ key, weight, benefit }]: an experiment; empty when everybody gets the same.
  variants jsonb not null default '[]',
  -- For how many invoiced periods of a subscription it counts, the first included; null for ever.
  periods integer check (periods between 1 and 1200),
  limit_total integer check (limit_total > 0),
  limit_per_customer integer check (limit_per_customer > 0),
  redeemed_count integer not null default 0 check (redeemed_count >= 0),
  plan_ids uuid[],
  -- month:1, year:1 …
  intervals text[],
  countries text[],
  -- Minor units by currency: what the order must come to before any discount.
  minimum_amounts jsonb,
  is_for_new_customers boolean not null default false,
  starts_at timestamptz,
  ends_at timestamptz check (ends_at > starts_at),
  position integer not null default 100 check (position between 1 and 1000),
  is_exclusive boolean not null default false,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  check (redeemed_count <= limit_total)
);
call platform.separate_tenants('coupons', 'select, insert, update');

-- How often each customer used a coupon; the limit stands in the row, so that the database can refuse one more.
create table coupon_customers (
  tenant_id uuid not null references platform.tenants (id),
  coupon_id uuid not null,
  customer_id uuid not null,
  redeemed_count integer not null check (redeemed_count >= 0),
  limit_count integer,
  primary key (tenant_id, coupon_id, customer_id),
  foreign key (tenant_id, coupon_id) references coupons (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  check (redeemed_count <= limit_count)
);
call platform.separate_tenants('coupon_customers', 'select, insert, update');

-- One use of a coupon by an order.
create table coupon_redemptions (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  coupon_id uuid not null,
  customer_id uuid not null,
  order_id uuid not null,
  variant text,
  -- held: the order is on its way; active: its services run; returned: it came to nothing and the use was given back.
  status text not null check (status in ('held', 'active', 'returned')),
  -- What was agreed to, as the quote said it: see promotions/domain/agreed_coupon.ts.
  agreed jsonb not null,
  redeemed_at timestamptz not null,
  closed_at timestamptz,
  currency char(3) not null,
  -- What the order's invoice came to without tax.
  revenue bigint check (revenue >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, coupon_id, order_id),
  foreign key (tenant_id, coupon_id) references coupons (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id),
  check ((status = 'held') = (closed_at is null))
);
create index coupon_redemptions_by_order on coupon_redemptions (tenant_id, order_id);
create index coupon_redemptions_by_customer on coupon_redemptions (tenant_id, customer_id);
call platform.separate_tenants('coupon_redemptions', 'select, insert, update');

-- What a redeemed coupon takes off one subscription, period after period.
create table subscription_discounts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  redemption_id uuid not null,
  coupon_id uuid not null,
  subscription_id uuid not null,
  code text not null,
  name text not null,
  percent numeric(7, 4) check (percent > 0 and percent <= 100),
  -- Minor units of the subscription's currency.
  amount bigint check (amount >= 0),
  -- In what uses_left counts: invoiced periods, or months of service.
  unit text not null check (unit in ('period', 'month')),
  uses_left integer check (uses_left >= 0),
  plan_ids uuid[],
  position integer not null,
  is_exclusive boolean not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, redemption_id, subscription_id),
  foreign key (tenant_id, redemption_id) references coupon_redemptions (tenant_id, id),
  foreign key (tenant_id, coupon_id) references coupons (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
  check ((percent is null) <> (amount is null))
);
create index subscription_discounts_live on subscription_discounts (tenant_id, subscription_id)
  where uses_left is null or uses_left > 0;
create index subscription_discounts_by_subscription on subscription_discounts (tenant_id, subscription_id);
call platform.separate_tenants('subscription_discounts', 'select, insert, update');

-- Each period that was invoiced with a discount: a period uses it once, and a voided invoice gives its uses back.
create table discount_uses (
  tenant_id uuid not null references platform.tenants (id),
  discount_id uuid not null,
  period_starts_on date not null,
  invoice_id uuid not null,
  uses integer not null check (uses > 0),
  primary key (tenant_id, discount_id, period_starts_on),
  foreign key (tenant_id, discount_id) references subscription_discounts (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index discount_uses_by_invoice on discount_uses (tenant_id, invoice_id);
call platform.separate_tenants('discount_uses', 'select, insert, delete');

-- Who was shown which side of an experiment first. The subject is a customer, or a visitor's cart.
create table coupon_exposures (
  tenant_id uuid not null references platform.tenants (id),
  coupon_id uuid not null,
  subject uuid not null,
  variant text not null,
  shown_at timestamptz not null,
  primary key (tenant_id, coupon_id, subject),
  foreign key (tenant_id, coupon_id) references coupons (tenant_id, id)
);
call platform.separate_tenants('coupon_exposures', 'select, insert');

-- A tenant's own answers on loyalty and referral; without a row the defaults of the documentation hold.
create table promotion_settings (
  tenant_id uuid not null references platform.tenants (id),
  loyalty jsonb,
  referral jsonb,
  primary key (tenant_id)
);
call platform.separate_tenants('promotion_settings', 'select, insert, update');

-- [{ code, subject }]: what was entered, and who it was entered for.
alter table carts add column coupons jsonb not null default '[]';
