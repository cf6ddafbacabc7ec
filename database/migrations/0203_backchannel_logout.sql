-- Where an application wants to hear that somebody was signed out here (OpenID Connect back-channel logout); null where it does not.
alter table oauth_clients add column backchannel_logout_uri text check (length(backchannel_logout_uri) <= 500);
