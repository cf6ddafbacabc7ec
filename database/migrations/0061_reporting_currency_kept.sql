-- The books are kept in one reporting currency: once something is booked it stays, so that every posting can be added to the others.
create function platform.keep_reporting_currency() returns trigger language plpgsql as $$
begin
  if exists (select from postings where tenant_id = new.id) then
    raise exception 'the reporting currency stays once something is booked'
      using errcode = 'check_violation', constraint = 'tenants_reporting_currency_kept';
  end if;
  return new;
end $$;
create trigger keep_reporting_currency before update of reporting_currency on platform.tenants
  for each row when (new.reporting_currency is distinct from old.reporting_currency)
  execute function platform.keep_reporting_currency();
