-- What a billing run pays for every row, made cheaper without allowing anything more.

-- A row that belongs to an invoice, an entry, an event or a customer belongs to its tenant by that reference, which carries the tenant:
-- a second reference to the tenant alone says nothing new, and is looked up for each row.
alter table invoices drop constraint invoices_tenant_id_fkey;
alter table invoice_lines drop constraint invoice_lines_tenant_id_fkey;
alter table subscription_periods drop constraint subscription_periods_tenant_id_fkey;
alter table postings drop constraint postings_tenant_id_fkey;
alter table reaction_deliveries drop constraint reaction_deliveries_tenant_id_fkey;

-- The primary key, read backwards, is the same.
drop index invoices_recent;
drop index subscriptions_recent;

-- Not every server is built with it; then the snapshots stay as they are.
do $$
begin
  alter table invoices alter column snapshot set compression lz4;
exception when feature_not_supported then null;
end $$;

-- Ledger accounts stay: postings speak of them for ever.
create trigger stays before delete or truncate on ledger_accounts for each statement execute function platform.refuse_change();

-- One statement writes all postings of an entry: from the first position to the last, as many as the entry announced, on ledger accounts
-- of their currency, and balanced per currency. A later statement has no position left. Entries and ledger accounts are looked up here,
-- once for each, and neither is ever deleted or renamed: so a reference that looks them up for each posting has nothing left to refuse.
-- A plan made while the tables were small would read them whole when they are large: by index, always.
create or replace function platform.check_and_sum_postings() returns trigger language plpgsql
  set enable_seqscan = off as $$
declare
  moved record;
begin
  if exists (
    select from added a group by a.tenant_id, a.entry_id, a.currency having sum(a.amount) <> 0
  ) then
    raise exception 'journal entry does not balance' using errcode = 'check_violation', constraint = 'postings_balance';
  end if;
  if exists (
    select from (select tenant_id, entry_id, count(*) as n, min(position) as first, max(position) as last from added group by 1, 2) a
     where a.first <> 0 or a.last <> a.n - 1
        or (select e.posting_count from journal_entries e where e.tenant_id = a.tenant_id and e.id = a.entry_id) is distinct from a.n
  ) then
    raise exception 'postings of a journal entry must be written together' using errcode = 'check_violation', constraint = 'postings_complete';
  end if;
  if exists (
    select from (select distinct tenant_id, account_id, currency from added) a
     where (select l.currency from ledger_accounts l where l.tenant_id = a.tenant_id and l.id = a.account_id) is distinct from a.currency
  ) then
    raise exception 'posting in another currency than its ledger account, or on none' using errcode = 'check_violation', constraint = 'postings_currency';
  end if;
  -- One after the other in one order, so that two writers never wait for each other in a circle.
  for moved in select tenant_id, account_id, sum(amount)::bigint as total from added group by 1, 2 order by 1, 2 loop
    update ledger_accounts l set balance = l.balance + moved.total
     where l.tenant_id = moved.tenant_id and l.id = moved.account_id;
  end loop;
  return null;
end $$;
alter table postings drop constraint postings_tenant_id_entry_id_fkey;
alter table postings drop constraint postings_tenant_id_account_id_fkey;

-- Whoever has a first posting has them all.
create or replace function platform.check_entry_complete() returns trigger language plpgsql as $$
begin
  if not exists (
    select from postings p where p.tenant_id = new.tenant_id and p.entry_id = new.id and p.position = 0
  ) then
    raise exception 'journal entry without its postings' using errcode = 'check_violation', constraint = 'journal_entries_complete';
  end if;
  return null;
end $$;

-- The same refusals, but nothing is run for the changes that are allowed.
create or replace function platform.refuse_other_ledger_account() returns trigger language plpgsql as $$
begin
  raise exception 'a ledger account keeps its identity' using errcode = 'check_violation', constraint = 'ledger_accounts_identity';
end $$;
create or replace function platform.refuse_moved_balance() returns trigger language plpgsql as $$
begin
  raise exception 'balances follow postings' using errcode = 'check_violation', constraint = 'ledger_accounts_balance';
end $$;
drop trigger protect on ledger_accounts;
drop function platform.protect_ledger_account();
create trigger protect_identity before update on ledger_accounts for each row
  when ((new.tenant_id, new.id, new.code, new.kind, new.currency, new.customer_id)
        is distinct from (old.tenant_id, old.id, old.code, old.kind, old.currency, old.customer_id))
  execute function platform.refuse_other_ledger_account();
-- Inside of the trigger on postings, which alone moves balances, the depth is one.
create trigger protect_balance before update on ledger_accounts for each row
  when (new.balance is distinct from old.balance and pg_trigger_depth() = 0)
  execute function platform.refuse_moved_balance();

-- The planner shall not judge by the tenant. What was counted of one that is new, or grows by its first billing run, says "no rows", for
-- which any index beginning with the tenant is as good as the right one; a run of a minute then takes an hour. Uncounted, each tenant is
-- taken for one of two hundred.
do $$
declare
  name regclass;
begin
  foreach name in array array['customers', 'subscriptions', 'subscription_items', 'subscription_periods', 'invoices', 'invoice_lines',
                              'ledger_accounts', 'journal_entries', 'postings', 'events', 'reaction_deliveries']::regclass[] loop
    execute format('alter table %s alter column tenant_id set statistics 0', name);
  end loop;
end $$;

-- Lines and periods are written before their invoice, so that its number is taken last; both refuse a missing invoice at the latest when
-- the transaction ends.
alter table invoice_lines alter constraint invoice_lines_tenant_id_invoice_id_fkey deferrable initially immediate;
alter table subscription_periods alter constraint subscription_periods_tenant_id_invoice_id_fkey deferrable initially immediate;
