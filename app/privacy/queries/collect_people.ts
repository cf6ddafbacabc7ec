import { sql } from 'kysely'
import { db } from '#app/shared/database/db'

const newest = 10_000

/**
 * What is kept of people themselves, of those who belong to this customer alone: of somebody who also works elsewhere, or for us, the same rows
 * tell of that, and they read them under *Security*. Their tokens are of one customer each. Nothing that would let somebody in.
 */
export async function collectPeople(
  customerId: string,
  userIds: string[]
): Promise<Record<string, object[]>> {
  const ownIds = await listWhoAreHereAlone(userIds)
  const [signIns, browsers, passkeys, links, tokens, applications] = [
    await listSignIns(ownIds),
    await listBrowsers(ownIds),
    await listPasskeys(ownIds),
    await listLinks(ownIds),
    await listTokens(customerId),
    await listApplications(ownIds),
  ]
  return {
    sign_ins: signIns,
    known_browsers: browsers,
    passkeys,
    linked_sign_ins: links,
    api_tokens: tokens,
    applications,
  }
}

async function listWhoAreHereAlone(userIds: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select u.id from users u
     where u.id = any(${userIds}::uuid[])
       and (select count(*) from memberships m where m.tenant_id = u.tenant_id and m.user_id = u.id) = 1
       and not exists (select 1 from staff_members s where s.tenant_id = u.tenant_id and s.user_id = u.id)`.execute(
    db
  )
  return rows.map(({ id }) => id)
}

function listSignIns(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('sign_ins')
    .select(['user_id', 'email', 'ip', 'user_agent', 'outcome', 'factor', 'at'])
    .where(isOneOf('user_id', userIds))
    .orderBy('id', 'desc')
    .limit(newest)
    .execute()
}

function listBrowsers(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('known_browsers')
    .select(['user_id', 'ip', 'user_agent', 'first_seen_at', 'last_seen_at', 'trusted_until'])
    .where(isOneOf('user_id', userIds))
    .orderBy('first_seen_at')
    .execute()
}

function listPasskeys(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('passkeys')
    .select(['user_id', 'name', 'created_at', 'last_used_at'])
    .where(isOneOf('user_id', userIds))
    .orderBy('created_at')
    .execute()
}

/** With which accounts elsewhere they sign in. */
function listLinks(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('linked_sign_ins as link')
    .innerJoin('sign_in_providers as provider', (join) =>
      join.onRef('provider.tenant_id', '=', 'link.tenant_id').onRef('provider.id', '=', 'link.provider_id')
    )
    .select([
      'link.user_id',
      'provider.name',
      'link.email',
      'link.subject',
      'link.linked_at',
      'link.last_used_at',
    ])
    .where(isOneOf('link.user_id', userIds))
    .orderBy('link.linked_at')
    .execute()
}

function listTokens(customerId: string): Promise<object[]> {
  return db
    .selectFrom('api_tokens')
    .select(['user_id', 'name', 'abilities', 'networks', 'created_at', 'last_used_at', 'revoked_at'])
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute()
}

/** Which other applications they let know who they are, and what those may know. */
function listApplications(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('oauth_consents as consent')
    .innerJoin('oauth_clients as client', (join) =>
      join.onRef('client.tenant_id', '=', 'consent.tenant_id').onRef('client.id', '=', 'consent.client_id')
    )
    .select(['consent.user_id', 'client.name', 'consent.scopes', 'consent.given_at'])
    .where(isOneOf('consent.user_id', userIds))
    .orderBy('consent.given_at')
    .execute()
}

const isOneOf = (column: string, ids: string[]) => sql<boolean>`${sql.ref(column)} = any(${ids}::uuid[])`
