-- Lines that changes, staff and lateness bring, what discounts take off them, and intervals from a day to three years.

alter table prices drop constraint prices_interval_unit_check;
alter table prices add check (interval_unit in ('day', 'week', 'month', 'year'));
alter table option_prices drop constraint option_prices_interval_unit_check;
alter table option_prices add check (interval_unit in ('day', 'week', 'month', 'year'));
alter table subscriptions drop constraint subscriptions_interval_unit_check;
alter table subscriptions add check (interval_unit in ('day', 'week', 'month', 'year'));

alter table invoice_lines drop constraint invoice_lines_kind_check;
alter table invoice_lines add check (kind in ('plan', 'option', 'setup', 'change', 'item', 'fee'));
-- What coupons and loyalty took off; amount is what is left, without tax.
alter table invoice_lines add column discount_amount bigint not null default 0 check (discount_amount >= 0);

alter table invoices drop constraint invoices_kind_check;
alter table invoices add check (kind in ('order', 'renewal', 'change', 'manual'));
