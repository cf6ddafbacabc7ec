import type { User } from '#app/identity/records/users'
import { listTeamsOfUser, type TeamClaim } from '#app/identity/http/oauth/team_claims'
import { showId } from '#app/shared/ids'

/** What an application may be told of a person, by what it asked for and they allowed. */
export async function claimsOf(user: User, scopes: ReadonlySet<string>) {
  const teams: TeamClaim[] = scopes.has('team') ? await listTeamsOfUser(user.id) : []
  return {
    sub: showId('user', user.id),
    name: user.name,
    locale: user.locale,
    zoneinfo: user.time_zone,
    email: user.email,
    email_verified: user.email_verified_at !== null,
    // The billing customers that the person belongs to, with what they may do there.
    teams,
  }
}
