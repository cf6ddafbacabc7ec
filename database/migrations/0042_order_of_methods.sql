-- In which order the saved methods of a customer are charged, and in which try of an invoice a method was.

alter table payment_methods
  -- After the default one; smaller first, then the newest.
  add column position smallint not null default 0 check (position >= 0);

alter table payments
  -- Which try to collect its invoice it was part of; within one try each method is charged once. Null for what a customer paid in person.
  add column collection_step smallint;
create index payments_of_collection on payments (tenant_id, invoice_id, payment_method_id) where is_off_session and status = 'failed';
