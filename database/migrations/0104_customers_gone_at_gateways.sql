-- A customer whom somebody deleted in a gateway's own pages is made there anew with the next payment, under another key: the first key
-- still answers with the one that is gone.
alter table gateway_customers
  alter column reference drop not null,
  add column times_gone integer not null default 0 check (times_gone >= 0);

-- Payments that a person is to look at, for the overview.
create index payments_in_review on payments (tenant_id, id desc) where risk->>'review' = 'open';
