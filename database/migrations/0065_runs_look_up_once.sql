-- What the rows of a billing run refer to is looked up once for all rows of a statement, where it can be neither deleted nor renamed.
-- Nothing that was refused before is allowed now.

create function platform.refuse_going() returns trigger language plpgsql as $$
begin
  raise exception '% stay, under their ids', tg_table_name using errcode = 'check_violation', constraint = tg_table_name || '_stay';
end $$;
-- Statements that set no id pay nothing for this.
create trigger stay before delete or truncate or update of id on platform.tenants
  for each statement execute function platform.refuse_going();
create trigger stay before delete or truncate or update of tenant_id, id on subscriptions
  for each statement execute function platform.refuse_going();
create trigger stay before delete or truncate or update of tenant_id, id on invoices
  for each statement execute function platform.refuse_going();

create function platform.refuse_orphan(orphan text, parent text) returns void language plpgsql as $$
begin
  raise exception '% without their %', orphan, parent using errcode = 'foreign_key_violation', constraint = orphan || '_' || parent;
end $$;

create function platform.check_tenants() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct tenant_id from added) a
     where (select t.id from platform.tenants t where t.id = a.tenant_id) is null
  ) then
    perform platform.refuse_orphan(tg_table_name, 'tenants');
  end if;
  return null;
end $$;
create trigger check_tenants after insert on events
  referencing new table as added for each statement execute function platform.check_tenants();
create trigger check_tenants after insert on journal_entries
  referencing new table as added for each statement execute function platform.check_tenants();
create trigger check_tenants after insert on ledger_accounts
  referencing new table as added for each statement execute function platform.check_tenants();
alter table events drop constraint events_tenant_id_fkey;
alter table journal_entries drop constraint journal_entries_tenant_id_fkey;
alter table ledger_accounts drop constraint ledger_accounts_tenant_id_fkey;

-- A plan made while the tables were small would read them whole when they are large: by index, always. And a value that is looked up is
-- never turned into a join, as `not exists` is: of a tenant that is new, the planner knows too little to join. So below.
create function platform.check_line_subscriptions() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select from (select distinct tenant_id, subscription_id from added where subscription_id is not null) a
     where (select s.id from subscriptions s where s.tenant_id = a.tenant_id and s.id = a.subscription_id) is null
  ) then
    perform platform.refuse_orphan(tg_table_name, 'subscriptions');
  end if;
  return null;
end $$;
create trigger check_subscriptions after insert on invoice_lines
  referencing new table as added for each statement execute function platform.check_line_subscriptions();
alter table invoice_lines drop constraint invoice_lines_tenant_id_subscription_id_fkey;

-- A period belongs to its subscription and to its invoice by the line that asks for it, which stays as it was written.
create function platform.check_period_lines() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select from added a
     where (select l.subscription_id from invoice_lines l
             where l.tenant_id = a.tenant_id and l.invoice_id = a.invoice_id and l.position = a.invoice_line_position)
           is distinct from a.subscription_id
  ) then
    perform platform.refuse_orphan(tg_table_name, 'invoice_lines');
  end if;
  return null;
end $$;
create trigger check_lines after insert on subscription_periods
  referencing new table as added for each statement execute function platform.check_period_lines();
create trigger keep_lines before update of tenant_id, subscription_id, invoice_id, invoice_line_position on subscription_periods
  for each statement execute function platform.refuse_going();
alter table subscription_periods drop constraint subscription_periods_tenant_id_subscription_id_fkey;
alter table subscription_periods drop constraint subscription_periods_tenant_id_invoice_id_fkey;

create function platform.check_delivered_events() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if exists (
    select from (select distinct tenant_id, event_id from added) a
     where (select e.id from events e where e.tenant_id = a.tenant_id and e.id = a.event_id) is null
  ) then
    perform platform.refuse_orphan(tg_table_name, 'events');
  end if;
  return null;
end $$;
create trigger check_events after insert on reaction_deliveries
  referencing new table as added for each statement execute function platform.check_delivered_events();
create trigger keep_events before update of tenant_id, event_id on reaction_deliveries
  for each statement execute function platform.refuse_going();
alter table reaction_deliveries drop constraint reaction_deliveries_tenant_id_event_id_fkey;

-- As before, but balances move in one statement after their ledger accounts were locked in one order, so that two writers never wait for
-- each other in a circle: an update for each ledger account read its checks and conditions anew each time. And the invoices that postings
-- name are looked up together.
create or replace function platform.check_and_sum_postings() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
  if exists (
    select from (select distinct tenant_id, invoice_id from added where invoice_id is not null) a
     where (select i.id from invoices i where i.tenant_id = a.tenant_id and i.id = a.invoice_id) is null
  ) then
    perform platform.refuse_orphan('postings', 'invoices');
  end if;
  perform 1 from (select distinct tenant_id, account_id from added) a
     join ledger_accounts l on l.tenant_id = a.tenant_id and l.id = a.account_id
    order by l.tenant_id, l.id for no key update of l;
  update ledger_accounts l set balance = l.balance + moved.total
    from (select tenant_id, account_id, sum(amount)::bigint as total from added group by 1, 2) moved
   where l.tenant_id = moved.tenant_id and l.id = moved.account_id;
  return null;
end $$;
alter table postings drop constraint postings_tenant_id_invoice_id_fkey;

-- A balance that moves finds room beside where it was, so that no index hears of it.
alter table ledger_accounts set (fillfactor = 50);
