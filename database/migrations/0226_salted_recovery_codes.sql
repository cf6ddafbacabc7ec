-- Recovery codes are stretched with a salt of their own. Those of before have none and are compared as they were.
alter table recovery_codes add column salt bytea check (octet_length(salt) = 16);
