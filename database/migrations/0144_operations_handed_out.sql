-- When an operation was last given to the queue. What is due and lies in the queue already is not put into it again with every look:
-- behind a panel that hangs the queue would grow by all of its operations every two seconds.
alter table operations add column handed_out_at timestamptz;
