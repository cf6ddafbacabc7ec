-- Bank transfers: the tenant's accounts, what their statements say, and recorded payments that are taken back.

create table bank_accounts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  holder text not null check (length(holder) between 1 and 70),
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
  bic text check (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
  bank_name text check (length(bank_name) between 1 and 100),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  opened_at timestamptz not null,
  -- Named on no invoice any more; what still comes in on it is booked.
  closed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index bank_accounts_one_per_currency on bank_accounts (tenant_id, currency) where closed_at is null;
create unique index bank_accounts_open_once on bank_accounts (tenant_id, iban, currency);
-- The account that documents printed so far. Its columns in brands are read by nobody any more.
insert into bank_accounts (tenant_id, id, holder, iban, bic, bank_name, currency, opened_at)
select tenant_id, gen_random_uuid(), left(legal_name, 70), iban, bic, bank_name, 'EUR', now() from brands where iban is not null;
call platform.separate_tenants('bank_accounts', 'select, insert, update');

-- A file of a bank, once for each account of which it tells.
create table bank_statements (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  bank_account_id uuid not null,
  format text not null check (format in ('camt.053.001.02', 'camt.053.001.08', 'csv')),
  file_name text not null check (length(file_name) between 1 and 200),
  hash bytea not null check (octet_length(hash) = 32),
  covers_from date,
  covers_until date,
  opening_balance bigint,
  closing_balance bigint,
  movement_count integer not null check (movement_count >= 0),
  imported_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, bank_account_id, hash),
  check (covers_until >= covers_from),
  foreign key (tenant_id, bank_account_id) references bank_accounts (tenant_id, id)
);
create index bank_statements_recent on bank_statements (tenant_id, id desc);
call platform.separate_tenants('bank_statements', 'select, insert');

-- Money that came in beside the gateways: a movement on the bank account is booked once, unless that was taken back.
alter table received_payments
  add column bank_movement_id uuid,
  add column reversed_at timestamptz;
do $$
declare
  found text;
begin
  select conname into found from pg_constraint where conrelid = 'received_payments'::regclass and contype = 'u';
  execute format('alter table received_payments drop constraint %I', found);
end $$;
create unique index received_payments_recorded_once
  on received_payments (tenant_id, customer_id, method, received_on, reference, amount, currency)
  where bank_movement_id is null and reversed_at is null;
create unique index received_payments_one_per_movement on received_payments (tenant_id, bank_movement_id)
  where bank_movement_id is not null and reversed_at is null;

create table received_payment_reversals (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  received_payment_id uuid not null,
  -- By staff, because a match was undone, or because the bank gave the money back.
  cause text not null check (cause in ('staff', 'undone', 'returned')),
  reason text not null check (length(reason) between 1 and 500),
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  -- What of it invoices owe again; the rest came off the customer balance.
  reopened_amount bigint not null check (reopened_amount between 0 and amount),
  reversed_on date not null,
  reversed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, received_payment_id),
  foreign key (tenant_id, received_payment_id) references received_payments (tenant_id, id)
);
call platform.separate_tenants('received_payment_reversals', 'select, insert');

-- What a reversal takes back from an invoice stands beside what had paid it, with a minus.
alter table invoice_settlements add column reverses_cause_id uuid;
alter table invoice_settlements drop constraint invoice_settlements_amount_check;
alter table invoice_settlements drop constraint invoice_settlements_source_check;
alter table invoice_settlements
  add constraint invoice_settlements_source_check check (source in ('payment', 'balance', 'credit_note', 'reversal')),
  add constraint invoice_settlements_amount_check check ((amount > 0 and source <> 'reversal') or (amount < 0 and source = 'reversal')),
  add constraint invoice_settlements_reversal_check check ((source = 'reversal') = (reverses_cause_id is not null));
create index invoice_settlements_reversed on invoice_settlements (tenant_id, reverses_cause_id) where reverses_cause_id is not null;

-- Never more is taken back of a settlement than it was.
create function platform.check_settlement_reversal() returns trigger language plpgsql as $$
begin
  perform 1 from invoices i where i.tenant_id = new.tenant_id and i.id = new.invoice_id for update;
  if (select coalesce(sum(s.amount), 0) from invoice_settlements s
       where s.tenant_id = new.tenant_id and s.invoice_id = new.invoice_id
         and (s.cause_id = new.reverses_cause_id or s.reverses_cause_id = new.reverses_cause_id)) < 0
     or not exists (select from invoice_settlements s
       where s.tenant_id = new.tenant_id and s.cause_id = new.reverses_cause_id and s.invoice_id = new.invoice_id) then
    raise exception 'more is taken back than was settled' using errcode = 'check_violation', constraint = 'invoice_settlements_reversed_once';
  end if;
  return null;
end $$;
create trigger check_reversal after insert on invoice_settlements
  for each row when (new.source = 'reversal') execute function platform.check_settlement_reversal();

-- An invoice whose payment was taken back is open again: its days begin anew, and so do its notices.
alter table invoices
  add column reopened_on date,
  add column reopenings smallint not null default 0 check (reopenings >= 0);
alter table invoices add constraint invoices_reopened_check check ((reopened_on is null) = (reopenings = 0));
alter table invoice_notices add column reopenings smallint not null default 0;
alter table invoice_notices drop constraint invoice_notices_pkey;
alter table invoice_notices add primary key (tenant_id, invoice_id, kind, days_before, reopenings);

create or replace function platform.protect_invoice() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.id, new.series, new.number, new.reference, new.customer_id, new.order_id, new.kind, new.currency, new.issued_at,
      new.issued_on, new.due_on, new.subtotal, new.tax_total, new.total, new.snapshot, new.hash)
     is distinct from
     (old.tenant_id, old.id, old.series, old.number, old.reference, old.customer_id, old.order_id, old.kind, old.currency, old.issued_at,
      old.issued_on, old.due_on, old.subtotal, old.tax_total, old.total, old.snapshot, old.hash) then
    raise exception 'an issued invoice is sealed' using errcode = 'check_violation', constraint = 'invoices_sealed';
  end if;
  if old.status <> 'open' and new.status <> old.status
     and not (old.status = 'paid' and new.status = 'open' and new.reopenings = old.reopenings + 1) then
    raise exception 'invoice is % and stays so', old.status using errcode = 'check_violation', constraint = 'invoices_final_status';
  end if;
  return new;
end $$;

-- What a bank says happened on an account. What it said never changes; what we made of it does.
create table bank_movements (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  bank_account_id uuid not null,
  statement_id uuid not null,
  -- Of what the bank says about it: the same in every file that tells of it.
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  direction text not null check (direction in ('credit', 'debit')),
  kind text not null check (kind in ('transfer', 'return', 'fee')),
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  booked_on date not null,
  valued_on date,
  counterparty_name text,
  counterparty_iban text,
  -- What the payer wrote.
  remittance text not null default '',
  creditor_reference text,
  end_to_end_id text,
  bank_reference text,
  return_reason text,
  status text not null check (status in ('fresh', 'review', 'booked', 'ignored', 'noted')),
  -- What matching found when it looked last, best first.
  proposals jsonb not null default '[]',
  matched_at timestamptz,
  customer_id uuid,
  received_payment_id uuid,
  reversal_id uuid,
  ignored_reason text check (length(ignored_reason) between 1 and 500),
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, bank_account_id, fingerprint),
  check ((status = 'booked') = (received_payment_id is not null or reversal_id is not null)),
  check (received_payment_id is null or direction = 'credit'),
  check (reversal_id is null or direction = 'debit'),
  check ((status = 'ignored') = (ignored_reason is not null)),
  foreign key (tenant_id, bank_account_id) references bank_accounts (tenant_id, id),
  foreign key (tenant_id, statement_id) references bank_statements (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, received_payment_id) references received_payments (tenant_id, id),
  foreign key (tenant_id, reversal_id) references received_payment_reversals (tenant_id, id)
);
create unique index bank_movements_one_per_payment on bank_movements (tenant_id, received_payment_id) where received_payment_id is not null;
create unique index bank_movements_one_per_reversal on bank_movements (tenant_id, reversal_id) where reversal_id is not null;
create index bank_movements_recent on bank_movements (tenant_id, id desc);
create index bank_movements_by_status on bank_movements (tenant_id, status, id desc);
create index bank_movements_by_statement on bank_movements (tenant_id, statement_id);
create index bank_movements_fresh on bank_movements (tenant_id, id) where status = 'fresh';
create index bank_movements_by_payer on bank_movements (tenant_id, counterparty_iban, customer_id)
  where counterparty_iban is not null and status = 'booked';
create index bank_movements_by_day_and_amount on bank_movements (tenant_id, bank_account_id, booked_on, amount);
call platform.separate_tenants('bank_movements', 'select, insert, update');
alter table received_payments
  add foreign key (tenant_id, bank_movement_id) references bank_movements (tenant_id, id);

create function platform.protect_bank_movement() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.id, new.bank_account_id, new.statement_id, new.fingerprint, new.direction, new.kind, new.amount, new.currency, new.booked_on,
      new.valued_on, new.counterparty_name, new.counterparty_iban, new.remittance, new.creditor_reference, new.end_to_end_id, new.bank_reference, new.return_reason)
     is distinct from
     (old.tenant_id, old.id, old.bank_account_id, old.statement_id, old.fingerprint, old.direction, old.kind, old.amount, old.currency, old.booked_on,
      old.valued_on, old.counterparty_name, old.counterparty_iban, old.remittance, old.creditor_reference, old.end_to_end_id, old.bank_reference, old.return_reason) then
    raise exception 'what a bank said stays' using errcode = 'check_violation', constraint = 'bank_movements_sealed';
  end if;
  return new;
end $$;
create trigger protect before update on bank_movements for each row execute function platform.protect_bank_movement();

-- Which column of a CSV file means what, by the file's own head line; staff said so once.
create table bank_csv_layouts (
  tenant_id uuid not null references platform.tenants (id),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  head jsonb not null,
  columns jsonb not null,
  saved_at timestamptz not null,
  primary key (tenant_id, head_hash)
);
call platform.separate_tenants('bank_csv_layouts');

-- Banks name the payer as their customer wrote it once.
create index customers_by_plain_name on customers (tenant_id, lower(name));
create index customers_by_plain_company on customers (tenant_id, lower(company_name)) where company_name is not null;

create table bank_settings (
  tenant_id uuid not null references platform.tenants (id),
  -- Whether a match that leaves no doubt is booked at once.
  books_certain boolean not null,
  primary key (tenant_id)
);
call platform.separate_tenants('bank_settings');
