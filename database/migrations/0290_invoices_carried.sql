-- So little is due on an invoice that its gateway does not charge it alone: it goes with the next one.
alter table invoices drop constraint invoices_collection_failure_check;
alter table invoices add constraint invoices_collection_failure_check check (collection_failure in
  ('hard_decline', 'insufficient_funds', 'try_later', 'authentication_required', 'soft_decline', 'no_payment_method', 'not_chargeable', 'too_small'));
