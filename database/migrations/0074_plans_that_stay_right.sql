-- Two checks read all of a tenant for each row that they look at, when their plans were made while the tenant was new: of tables that are
-- nearly empty any order of a join looks as good as the right one, and sessions keep such a plan. Written so that no other order is possible.

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
  -- Nothing is inserted: this finds each ledger account by its key, locks it and moves its balance, one after the other in one order, so that
  -- two writers never wait for each other in a circle. An update with a join was planned over all of a tenant's.
  with moved as (
    insert into ledger_accounts as l (tenant_id, id, code, kind, currency, balance)
    select a.tenant_id, a.account_id, '', 'asset', a.currency, sum(a.amount)::bigint from added a group by 1, 2, 5 order by 1, 2
    on conflict (tenant_id, id) do update set balance = l.balance + excluded.balance where l.currency = excluded.currency
    returning xmax <> 0 as existed
  )
  select count(*) into moved_count from moved where existed;
  if moved_count <> (select count(*) from (select distinct tenant_id, account_id, currency from added) a) then
    raise exception 'posting in another currency than its ledger account, or on none' using errcode = 'check_violation', constraint = 'postings_currency';
  end if;
  return null;
end $$;

-- What the view line_take_backs sums, of one line, looked up by its keys alone.
create or replace function platform.is_overdrawn(in_tenant uuid, in_invoice uuid, at_position smallint) returns boolean language sql stable as $$
  select abs(n.amount + g.amount) > abs(l.amount)
     and abs(n.amount + g.amount + n.tax_amount + g.tax_amount) > abs(l.amount + l.tax_amount)
    from (
      select coalesce(sum(c.amount), 0) as amount, coalesce(sum(c.tax_amount), 0) as tax_amount from credit_note_lines c
       where c.tenant_id = in_tenant and c.invoice_id = in_invoice and c.invoice_line_position = at_position
    ) n
   cross join (
      select coalesce(sum(given.amount), 0) as amount, coalesce(sum(given.tax_amount), 0) as tax_amount
        from (
          select g.tenant_id, g.invoice_id, g.position from given_back_lines g
           where g.tenant_id = in_tenant and g.given_back_invoice_id = in_invoice and g.given_back_position = at_position
             and (select i.status from invoices i where i.tenant_id = g.tenant_id and i.id = g.invoice_id) in ('open', 'paid')
          offset 0
        ) standing
       cross join lateral (
          select coalesce(sum(c.amount), 0) - (
                   select x.amount from invoice_lines x
                    where x.tenant_id = standing.tenant_id and x.invoice_id = standing.invoice_id and x.position = standing.position) as amount,
                 coalesce(sum(c.tax_amount), 0) - (
                   select x.tax_amount from invoice_lines x
                    where x.tenant_id = standing.tenant_id and x.invoice_id = standing.invoice_id and x.position = standing.position) as tax_amount
            from credit_note_lines c
           where c.tenant_id = standing.tenant_id and c.invoice_id = standing.invoice_id and c.invoice_line_position = standing.position
       ) given
    ) g
   cross join (
      select max(x.amount) as amount, max(x.tax_amount) as tax_amount from invoice_lines x
       where x.tenant_id = in_tenant and x.invoice_id = in_invoice and x.position = at_position
    ) l
$$;
