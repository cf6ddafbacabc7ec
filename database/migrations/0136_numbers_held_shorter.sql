-- Whoever issues invoices makes others wait from the moment it takes its numbers, and whoever books, from the moment it moves a balance that
-- all share. Lines, postings and balances of customers are now written before; what makes others wait comes last. The database refuses what it
-- refused before, some of it when the transaction ends.

-- What a transaction still owes, gone before it ends. Nothing of it survives, so nothing of it is written ahead.
create unlogged table unfinished_writes (
  tenant_id uuid not null,
  transaction_id xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  -- The table that was written.
  written text not null,
  -- Journal entries without postings yet; negative: entries that have theirs now.
  entry_count integer not null default 0,
  -- Invoices that were referred to, written by then or not.
  invoice_ids uuid[] not null default '{}',
  -- What ledger accounts that all share will move by.
  account_ids uuid[] not null default '{}',
  amounts bigint[] not null default '{}',
  primary key (tenant_id, transaction_id, id),
  check (cardinality(account_ids) = cardinality(amounts))
);
call platform.separate_tenants('unfinished_writes', 'select');

-- The first of a transaction's rows settles all of them. Functions of the owner: the application only reads the table.
create function platform.finish_writes() returns trigger language plpgsql
  security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  mine unfinished_writes[];
  orphan text;
begin
  with gone as (
    delete from unfinished_writes u where u.tenant_id = new.tenant_id and u.transaction_id = pg_current_xact_id() returning u as row
  )
  select array_agg(g.row) into mine from gone g;
  if mine is null then return null; end if;
  if (select sum(m.entry_count) from unnest(mine) m) <> 0 then
    raise exception 'journal entry without its postings' using errcode = 'check_violation', constraint = 'journal_entries_complete';
  end if;
  select a.written into orphan
    from (select min(m.written) as written, r.id from unnest(mine) m, unnest(m.invoice_ids) as r(id) group by r.id) a
   where (select i.id from invoices i where i.tenant_id = new.tenant_id and i.id = a.id) is null
   limit 1;
  if orphan is not null then perform platform.refuse_orphan(orphan, 'invoices'); end if;
  -- Nothing is inserted: each ledger account is found by its key, one after the other in one order, so that two writers never wait for each
  -- other in a circle.
  insert into ledger_accounts as l (tenant_id, id, code, kind, currency, balance)
  select new.tenant_id, r.id, '', 'asset', '', sum(r.amount)::bigint
    from unnest(mine) m, unnest(m.account_ids, m.amounts) as r(id, amount) group by r.id order by r.id
  on conflict (tenant_id, id) do update set balance = l.balance + excluded.balance;
  return null;
end $$;
create constraint trigger finish after insert on unfinished_writes
  deferrable initially deferred for each row when (new.entry_count >= 0) execute function platform.finish_writes();

-- An entry without its postings must not survive the transaction: as many entries have to get theirs as were written. Before, each entry was
-- looked up alone.
create function platform.await_postings() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into unfinished_writes (tenant_id, written, entry_count)
  select a.tenant_id, 'journal_entries', count(*) from added a group by 1;
  return null;
end $$;
create trigger await_postings after insert on journal_entries
  referencing new table as added for each statement execute function platform.await_postings();
drop trigger check_complete on journal_entries;
drop function platform.check_entry_complete();

-- A line is written before its invoice or after it, in the same transaction at the latest.
create or replace function platform.check_line_invoices() returns trigger language plpgsql
  security definer set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  insert into unfinished_writes (tenant_id, written, invoice_ids)
  select a.tenant_id, 'invoice_lines', array_agg(distinct a.invoice_id) from added a group by 1;
  return null;
end $$;

-- As before, but what postings refer to may follow in the same transaction, and of balances only those of customers move at once: what all
-- share moves when the transaction ends, so that nobody waits for more than that.
create or replace function platform.check_and_sum_postings() returns trigger language plpgsql
  security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  wrong_count bigint;
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
  -- Nothing is inserted into ledger accounts: this finds each by its key, locks it and moves its balance, in one order.
  with sums as materialized (
    select a.tenant_id, a.account_id, a.currency, a.amount,
           (select l.customer_id is null from ledger_accounts l
             where l.tenant_id = a.tenant_id and l.id = a.account_id and l.currency = a.currency) as is_shared
      from (select tenant_id, account_id, currency, sum(amount)::bigint as amount from added group by 1, 2, 3) a
  ), moved as (
    insert into ledger_accounts as l (tenant_id, id, code, kind, currency, balance)
    select s.tenant_id, s.account_id, '', 'asset', s.currency, s.amount from sums s where not s.is_shared order by 1, 2
    on conflict (tenant_id, id) do update set balance = l.balance + excluded.balance
  ), owed as (
    insert into unfinished_writes (tenant_id, written, entry_count, invoice_ids, account_ids, amounts)
    select a.tenant_id, 'postings', -count(distinct a.entry_id),
           coalesce(array_agg(distinct a.invoice_id) filter (where a.invoice_id is not null), '{}'),
           coalesce((select array_agg(s.account_id) from sums s where s.tenant_id = a.tenant_id and s.is_shared), '{}'),
           coalesce((select array_agg(s.amount) from sums s where s.tenant_id = a.tenant_id and s.is_shared), '{}')
      from added a group by a.tenant_id
  )
  select count(*) into wrong_count from sums where is_shared is null;
  if wrong_count > 0 then
    raise exception 'posting in another currency than its ledger account, or on none' using errcode = 'check_violation', constraint = 'postings_currency';
  end if;
  return null;
end $$;

-- What grows at its end is split unevenly only where its order ascends; read backwards it is the same.
drop index events_by_type;
create index events_by_type on events (tenant_id, type, seq);
drop index postings_by_account;
create index postings_by_account on postings (tenant_id, account_id, entry_id);
drop index invoices_by_status;
create index invoices_by_status on invoices (tenant_id, status, id);
