-- One cash account in the books for each gateway account: two accounts at one vendor are compared with their own books. Gateways that were
-- connected before keep the one of their driver, because what was booked there belongs to them all.
alter table gateways add column ledger_code text not null default '';
update gateways set ledger_code = driver;
alter table gateways add check (ledger_code ~ '^[a-z][a-z0-9_]*$');
create unique index gateways_one_cash_account on gateways (tenant_id, ledger_code) where ledger_code <> driver;

-- The first of a driver is called like it (cash:stripe), the next cash:stripe_2; what is booked under a name keeps it.
create function platform.name_cash_account() returns trigger language plpgsql as $$
declare
  number integer := 1;
begin
  if tg_op = 'UPDATE' then
    new.ledger_code := old.ledger_code;
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('cash of ' || new.tenant_id::text, 0));
  new.ledger_code := new.driver;
  while exists (select from gateways g where g.tenant_id = new.tenant_id and g.ledger_code = new.ledger_code) loop
    number := number + 1;
    new.ledger_code := new.driver || '_' || number;
  end loop;
  return new;
end $$;
create trigger name_cash_account before insert or update on gateways for each row execute function platform.name_cash_account();
