-- A dispute that was lost may be appealed at the gateway; it is answered once more then.
alter table disputes add column is_appeal boolean not null default false;

-- What became of the invoices of a lost dispute: they are owed again, or were taken back by credit notes. Null: it stays a loss of ours.
alter table disputes
  add column loss_treatment text check (loss_treatment in ('owed', 'credited')),
  -- What of it is no loss any more, in minor units, as booked.
  add column passed_on_amount bigint not null default 0,
  add constraint disputes_passed_on_within_amount check (passed_on_amount between 0 and amount),
  add constraint disputes_passed_on_with_treatment check ((loss_treatment is null) = (passed_on_amount = 0));
