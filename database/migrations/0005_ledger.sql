-- Double entry. The database refuses an unbalanced, edited or deleted entry, and keeps balances in step.

create table ledger_accounts (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  -- From the chart: receivable:<customer id>, cash:stripe, revenue:vps, tax_payable:DE …
  code text not null,
  kind text not null check (kind in ('asset', 'liability', 'income', 'expense')),
  currency char(3) not null,
  customer_id uuid,
  -- Debit positive.
  balance bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, code, currency),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index ledger_accounts_by_customer on ledger_accounts (tenant_id, customer_id) where customer_id is not null;
call platform.separate_tenants('ledger_accounts', 'select, insert, update');

create table journal_entries (
  tenant_id uuid not null references platform.tenants (id),
  id uuid not null,
  kind text not null,
  -- What caused it, so that the same cause is booked once: an invoice, a payment, a void …
  cause_id uuid not null,
  booked_on date not null,
  occurred_at timestamptz not null,
  posting_count integer not null check (posting_count >= 2),
  reverses_id uuid,
  primary key (tenant_id, id),
  unique (tenant_id, kind, cause_id),
  foreign key (tenant_id, reverses_id) references journal_entries (tenant_id, id)
);
call platform.separate_tenants('journal_entries', 'select, insert');

create table postings (
  tenant_id uuid not null references platform.tenants (id),
  entry_id uuid not null,
  position smallint not null,
  account_id uuid not null,
  invoice_id uuid,
  -- Debit positive, credit negative.
  amount bigint not null check (amount <> 0),
  currency char(3) not null,
  reporting_amount bigint not null,
  reporting_currency char(3) not null,
  reporting_rate numeric(20, 10) not null check (reporting_rate > 0),
  primary key (tenant_id, entry_id, position),
  foreign key (tenant_id, entry_id) references journal_entries (tenant_id, id),
  foreign key (tenant_id, account_id) references ledger_accounts (tenant_id, id)
);
create index postings_by_account on postings (tenant_id, account_id, entry_id desc);
create index postings_by_invoice on postings (tenant_id, invoice_id) where invoice_id is not null;
call platform.separate_tenants('postings', 'select, insert');

-- One statement writes all postings of an entry: their number must be what the entry announced, and they must balance per currency.
create function platform.check_and_sum_postings() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from added a group by a.tenant_id, a.entry_id, a.currency having sum(a.amount) <> 0
  ) then
    raise exception 'journal entry does not balance' using errcode = 'check_violation', constraint = 'postings_balance';
  end if;
  if exists (
    select 1 from (select tenant_id, entry_id, count(*) as n from added group by 1, 2) a
      left join journal_entries e on e.tenant_id = a.tenant_id and e.id = a.entry_id
     where e.posting_count is distinct from a.n
  ) then
    raise exception 'postings of a journal entry must be written together' using errcode = 'check_violation', constraint = 'postings_complete';
  end if;
  if exists (
    select 1 from added a join ledger_accounts l on l.tenant_id = a.tenant_id and l.id = a.account_id where l.currency <> a.currency
  ) then
    raise exception 'posting in another currency than its ledger account' using errcode = 'check_violation', constraint = 'postings_currency';
  end if;
  -- Locks in one order, so that two writers never wait for each other in a circle.
  perform 1 from ledger_accounts l
    where (l.tenant_id, l.id) in (select a.tenant_id, a.account_id from added a)
    order by l.tenant_id, l.id for update;
  update ledger_accounts l set balance = l.balance + s.total
    from (select tenant_id, account_id, sum(amount)::bigint as total from added group by 1, 2) s
   where l.tenant_id = s.tenant_id and l.id = s.account_id;
  return null;
end $$;
create trigger check_and_sum after insert on postings
  referencing new table as added for each statement execute function platform.check_and_sum_postings();

-- An entry without its postings must not survive the transaction.
create function platform.check_entry_complete() returns trigger language plpgsql as $$
begin
  if (select count(*) from postings p where p.tenant_id = new.tenant_id and p.entry_id = new.id) <> new.posting_count then
    raise exception 'journal entry without its postings' using errcode = 'check_violation', constraint = 'journal_entries_complete';
  end if;
  return null;
end $$;
create constraint trigger check_complete after insert on journal_entries
  deferrable initially deferred for each row execute function platform.check_entry_complete();

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation', constraint = tg_table_name || '_append_only';
end $$;
create trigger append_only before update or delete or truncate on journal_entries for each statement execute function platform.refuse_change();
create trigger append_only before update or delete or truncate on postings for each statement execute function platform.refuse_change();
create trigger append_only before update or delete or truncate on events for each statement execute function platform.refuse_change();

-- Only the trigger on postings moves a balance: identity and kind of a ledger account never change.
create function platform.protect_ledger_account() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.id, new.code, new.kind, new.currency, new.customer_id)
     is distinct from (old.tenant_id, old.id, old.code, old.kind, old.currency, old.customer_id) then
    raise exception 'a ledger account keeps its identity' using errcode = 'check_violation', constraint = 'ledger_accounts_identity';
  end if;
  if new.balance is distinct from old.balance and pg_trigger_depth() < 2 then
    raise exception 'balances follow postings' using errcode = 'check_violation', constraint = 'ledger_accounts_balance';
  end if;
  return new;
end $$;
create trigger protect before update on ledger_accounts for each row execute function platform.protect_ledger_account();
