-- Everything the five kinds of panels run can be sold; VPS were the first.

alter table products drop constraint products_kind_check;
alter table products add constraint products_kind_check check (kind in ('vps', 'game', 'dedicated', 'hosting', 'workspace'));
