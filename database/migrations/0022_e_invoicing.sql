-- What e-invoices and bank transfers need: the seller's account, telephone and electronic address; the customer's own.

alter table brands add column phone text check (length(phone) between 3 and 40);
-- `scheme:value`, the scheme from the list of electronic address schemes (EAS): 0088:4012345000009.
alter table brands add column electronic_address text check (electronic_address ~ '^([0-9]{4}|EM):[^[:space:]]{1,100}$');
alter table brands add column iban text check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$');
alter table brands add column bic text check (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$');
alter table brands add column bank_name text check (length(bank_name) between 1 and 100);
alter table brands add check (iban is not null or (bic is null and bank_name is null));

-- What the customer wants to read on each invoice: a Leitweg-ID, a cost centre, an order number.
alter table customers add column buyer_reference text check (length(buyer_reference) between 1 and 100);
alter table customers add column electronic_address text check (electronic_address ~ '^([0-9]{4}|EM):[^[:space:]]{1,100}$');
