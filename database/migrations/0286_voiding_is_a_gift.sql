-- Taking an unpaid invoice back gives as much away as giving it up: beyond somebody's limit it waits for a second person as well.
alter table gift_requests drop constraint gift_requests_kind_check;
alter table gift_requests add constraint gift_requests_kind_check check (kind in ('balance', 'credit_note', 'write_off', 'void'));
