-- What the owner of a saved method knows it by, where it has no number: the e-mail address of an account.
alter table payment_methods add column label text check (length(label) between 1 and 320);
