-- Gateways where a customer agrees elsewhere and we go on, and where coins may come short or over.

alter table payments drop constraint payments_pending_call_check;
alter table payments add constraint payments_pending_call_check
  check (pending_call in ('create', 'continue', 'capture', 'cancel'));

-- With coins what comes in is what was sent. That a card is never charged more than was asked for is held by what its driver can do.
alter table payments drop constraint payments_check1;
alter table payments add constraint payments_captured_amount_check check (captured_amount >= 0);
