-- A foreign key takes a share of the key of the row it names, and PostgreSQL looks it up again whenever a row is written a second time in one
-- transaction. `for update` holds that up, although no key here ever changes: whoever had locked an order and wanted its payment, and whoever
-- wrote the payment twice, waited for each other in a circle. `for no key update` has writers wait for each other just the same.
do $$
declare
  locking record;
begin
  for locking in
    select p.oid from pg_proc p where p.pronamespace = 'platform'::regnamespace and p.prosrc ~ '\mfor update\M'
  loop
    execute regexp_replace(pg_get_functiondef(locking.oid), '\mfor update\M', 'for no key update', 'g');
  end loop;
end $$;
