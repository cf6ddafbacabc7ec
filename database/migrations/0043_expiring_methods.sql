-- Cards that end: each notice is given once for each end of a card, and anew when the bank sends a card with another end.
alter table payment_methods
  add column expiry_noticed_for date,
  -- How many days before the end the last notice was for; 0 after it.
  add column expiry_noticed_days smallint;
create index payment_methods_by_end on payment_methods (tenant_id, exp_year, exp_month) where status = 'active' and exp_year is not null;
