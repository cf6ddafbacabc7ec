-- What the rows of a billing run refer to is looked up once for all rows of a statement: now customers and invoices too. Before, each
-- reference was looked up and locked by itself. Nothing that was refused is allowed now.

create trigger stay before delete or truncate or update of tenant_id, id on customers
  for each statement execute function platform.refuse_going();

create function platform.check_customers() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select from (select distinct tenant_id, customer_id from added where customer_id is not null) a
     where (select c.id from customers c where c.tenant_id = a.tenant_id and c.id = a.customer_id) is null
  ) then
    perform platform.refuse_orphan(tg_table_name, 'customers');
  end if;
  return null;
end $$;
create trigger check_customers after insert on invoices
  referencing new table as added for each statement execute function platform.check_customers();
create trigger check_customers after insert on ledger_accounts
  referencing new table as added for each statement execute function platform.check_customers();
alter table invoices drop constraint invoices_tenant_id_customer_id_fkey;
alter table ledger_accounts drop constraint ledger_accounts_tenant_id_customer_id_fkey;

-- An invoice is written with its lines, or before them.
create function platform.check_line_invoices() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select from (select distinct tenant_id, invoice_id from added) a
     where (select i.id from invoices i where i.tenant_id = a.tenant_id and i.id = a.invoice_id) is null
  ) then
    perform platform.refuse_orphan(tg_table_name, 'invoices');
  end if;
  return null;
end $$;
create trigger check_invoices after insert on invoice_lines
  referencing new table as added for each statement execute function platform.check_line_invoices();
alter table invoice_lines drop constraint invoice_lines_tenant_id_invoice_id_fkey;

-- The log is read by ids, which grow with time as its numbers do: one index of the two.
drop index events_in_order;

-- As before, but the ledger accounts of postings are looked up once less: those whose balance moves are those that exist in the currency of
-- their postings.
create or replace function platform.check_and_sum_postings() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  moved_count bigint;
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
    select from (select distinct tenant_id, invoice_id from added where invoice_id is not null) a
     where (select i.id from invoices i where i.tenant_id = a.tenant_id and i.id = a.invoice_id) is null
  ) then
    perform platform.refuse_orphan('postings', 'invoices');
  end if;
  -- Locked in one order, so that two writers never wait for each other in a circle.
  perform 1 from (select distinct tenant_id, account_id from added) a
     join ledger_accounts l on l.tenant_id = a.tenant_id and l.id = a.account_id
    order by l.tenant_id, l.id for no key update of l;
  update ledger_accounts l set balance = l.balance + moved.total
    from (select tenant_id, account_id, currency, sum(amount)::bigint as total from added group by 1, 2, 3) moved
   where l.tenant_id = moved.tenant_id and l.id = moved.account_id and l.currency = moved.currency;
  get diagnostics moved_count = row_count;
  if moved_count <> (select count(*) from (select distinct tenant_id, account_id, currency from added) a) then
    raise exception 'posting in another currency than its ledger account, or on none' using errcode = 'check_violation', constraint = 'postings_currency';
  end if;
  return null;
end $$;
