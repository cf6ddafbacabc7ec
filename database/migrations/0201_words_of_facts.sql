-- What people wrote beside their acts is searched for by word, newest first. Reasons that programs give are codes: kinds of facts say the same.
create table fact_words (
  tenant_id uuid not null references platform.tenants (id),
  word text not null,
  event_id uuid not null,
  primary key (tenant_id, word, event_id)
);
call platform.separate_tenants('fact_words', 'select, insert');

create function platform.words_of_fact(data jsonb) returns setof text language sql immutable as $$
  select distinct left(word, 40)
    from regexp_split_to_table(lower(concat_ws(' ', data ->> 'reason', data ->> 'note', data ->> 'comment')), '[^[:alnum:]]+') word
   where length(word) > 1
$$;

create function platform.keep_words_of_fact() returns trigger language plpgsql as $$
begin
  insert into fact_words (tenant_id, word, event_id)
  select new.tenant_id, word, new.id from platform.words_of_fact(new.data) word limit 100;
  return null;
end $$;
create trigger keep_words after insert on events for each row
  when (new.actor_kind in ('customer', 'staff') and new.data ?| array['reason', 'note', 'comment'])
  execute function platform.keep_words_of_fact();

insert into fact_words (tenant_id, word, event_id)
select e.tenant_id, word, e.id from events e cross join lateral (select * from platform.words_of_fact(e.data) limit 100) as words (word)
 where e.actor_kind in ('customer', 'staff') and e.data ?| array['reason', 'note', 'comment'];

-- Words go with their facts when the tenant's retention clears those.
create function platform.forget_words_of_facts() returns trigger language plpgsql as $$
begin
  delete from fact_words w using gone e, platform.words_of_fact(e.data) as said (said_word)
   where w.tenant_id = e.tenant_id and w.word = said.said_word and w.event_id = e.id;
  return null;
end $$;
create trigger forget_words after delete on events referencing old table as gone
  for each statement execute function platform.forget_words_of_facts();
