import { db } from '#app/shared/database/db'

const newest = 10_000

/** What is kept of people themselves, whichever customer they belong to. Nothing that would let somebody in. */
export async function collectPeople(userIds: string[]): Promise<Record<string, object[]>> {
  if (userIds.length === 0) return {}
  const [signIns, browsers, passkeys, links, tokens, applications] = [
    await listSignIns(userIds),
    await listBrowsers(userIds),
    await listPasskeys(userIds),
    await listLinks(userIds),
    await listTokens(userIds),
    await listApplications(userIds),
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

function listSignIns(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('sign_ins')
    .select(['user_id', 'email', 'ip', 'user_agent', 'outcome', 'factor', 'at'])
    .where('user_id', 'in', userIds)
    .orderBy('id', 'desc')
    .limit(newest)
    .execute()
}

function listBrowsers(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('known_browsers')
    .select(['user_id', 'ip', 'user_agent', 'first_seen_at', 'last_seen_at', 'trusted_until'])
    .where('user_id', 'in', userIds)
    .orderBy('first_seen_at')
    .execute()
}

function listPasskeys(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('passkeys')
    .select(['user_id', 'name', 'created_at', 'last_used_at'])
    .where('user_id', 'in', userIds)
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
    .where('link.user_id', 'in', userIds)
    .orderBy('link.linked_at')
    .execute()
}

function listTokens(userIds: string[]): Promise<object[]> {
  return db
    .selectFrom('api_tokens')
    .select(['user_id', 'name', 'abilities', 'networks', 'created_at', 'last_used_at', 'revoked_at'])
    .where('user_id', 'in', userIds)
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
    .where('consent.user_id', 'in', userIds)
    .orderBy('consent.given_at')
    .execute()
}
