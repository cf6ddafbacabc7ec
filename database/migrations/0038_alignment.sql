-- The day of the month on which periods of a customer's new services start, whatever the tenant's policy says; null: as the policy says.
alter table customers add column alignment_day smallint check (alignment_day between 1 and 31);
