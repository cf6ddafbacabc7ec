-- What the gateway's own screening for fraud made of a payment, for staff: { level, score, decision, message, rule }.
alter table payments add column risk jsonb;
