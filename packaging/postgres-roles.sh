#!/bin/sh
# Runs once, when the PostgreSQL of compose.yaml makes its cluster: the owner of the tables migrates, the application
# owns nothing and cannot pass row level security, and neither is a superuser.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$DATABASE_OWNER_PASSWORD" -v app_password="$DATABASE_APP_PASSWORD" \
  -U "$POSTGRES_USER" -d postgres <<'SQL'
create role platform_owner login nosuperuser nobypassrls password :'owner_password';
create role platform_app login nosuperuser nobypassrls password :'app_password';
grant platform_app to platform_owner;
create database platform owner platform_owner;
\connect platform
create extension if not exists citext;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;
create extension if not exists pgcrypto;
SQL
