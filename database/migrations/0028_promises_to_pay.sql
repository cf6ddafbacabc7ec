-- Until when a customer promised to pay an invoice: so long nothing is charged, warned about, suspended or terminated for it.
alter table invoices add column promised_until date;
