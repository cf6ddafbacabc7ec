-- Why an untaxed fee carries no tax, in the language of its customer: an invoice must say it.
alter table billable_items add column tax_note text check (tax_note is null or not is_taxed);
