-- Whoever is signed out loses what they hold open at the same moment: every process hears of a session that ended, by its digest.
create function platform.announce_ended_session() returns trigger language plpgsql as $$
begin
  perform pg_notify('session_ended', encode(sha256(convert_to(old.id, 'utf8')), 'hex'));
  return null;
end $$;

-- One that ran out by itself holds nothing open, and many of those are cleared at once.
create trigger session_ended after delete on platform.sessions
  for each row when (old.user_id is not null and old.expires_at > now())
  execute function platform.announce_ended_session();
