import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { addDuration } from '#app/shared/time/calendar'
import { listStaff } from '#app/identity/queries/list_staff'

const failedDays = 7
const placesShown = 20
const tokensShown = 50
/** A token that nobody used for so long is likely to be forgotten; one that never ends should be replaced once a year. */
export const idleTokenDays = 90
export const oldTokenDays = 365

export interface StaffProof {
  userId: string
  name: string
  email: string
  roles: string[]
  lastSignInAt: Date | null
  hasTotp: boolean
  passkeys: number
}

export interface StaleToken {
  id: string
  name: string
  ownerName: string
  customerId: string | null
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
}

export interface FailedPlace {
  network: string
  tries: number
  addresses: number
  lastAt: Date
}

export interface SecurityOverview {
  staff: StaffProof[]
  staleTokens: StaleToken[]
  failedPlaces: FailedPlace[]
  people: { all: number; withSecondFactor: number; unconfirmed: number }
}

/** Who could be broken into: staff and their second factors, forgotten tokens, and where sign-ins fail from. */
export function findSecurityOverview(now: Date): Promise<SecurityOverview> {
  return inReadTransaction(async () => ({
    staff: await listProofs(),
    staleTokens: await listStaleTokens(now),
    failedPlaces: await listFailedPlaces(addDuration(now, { days: -failedDays })),
    people: await countPeople(),
  }))
}

async function listProofs(): Promise<StaffProof[]> {
  const staff = await listStaff()
  const { rows } = await sql<{ userId: string; hasTotp: boolean; passkeys: number }>`
    select s.user_id as "userId",
           exists (select from totp_factors f where f.tenant_id = s.tenant_id and f.user_id = s.user_id
                     and f.confirmed_at is not null) as "hasTotp",
           (select count(*)::integer from passkeys p where p.tenant_id = s.tenant_id and p.user_id = s.user_id) as passkeys
      from staff_members s`.execute(db)
  const proofs = new Map(rows.map((row) => [row.userId, row]))
  return staff.map(({ userId, name, email, roles, lastSignInAt }) => {
    const { hasTotp = false, passkeys = 0 } = proofs.get(userId) ?? {}
    return { userId, name, email, roles, lastSignInAt, hasTotp, passkeys }
  })
}

/** Tokens that work, and were used by nobody for a while or are old and without an end. The most forgotten first. */
async function listStaleTokens(now: Date): Promise<StaleToken[]> {
  const idleSince = addDuration(now, { days: -idleTokenDays })
  const oldSince = addDuration(now, { days: -oldTokenDays })
  const { rows } = await sql<StaleToken>`
    select t.id, t.name, u.name as "ownerName", t.customer_id as "customerId", t.created_at as "createdAt",
           t.last_used_at as "lastUsedAt", t.expires_at as "expiresAt"
      from api_tokens t join users u on u.tenant_id = t.tenant_id and u.id = t.user_id
     where t.revoked_at is null and (t.expires_at is null or t.expires_at > ${now})
       and (coalesce(t.last_used_at, t.created_at) < ${idleSince} or (t.expires_at is null and t.created_at < ${oldSince}))
     order by coalesce(t.last_used_at, t.created_at), t.id limit ${tokensShown}`.execute(db)
  return rows
}

/** Networks (the /24 of an IPv4 address, the /64 of an IPv6 one) from which sign-ins failed, the busiest first. */
async function listFailedPlaces(since: Date): Promise<FailedPlace[]> {
  const { rows } = await sql<FailedPlace>`
    select network(set_masklen(ip, case family(ip) when 4 then 24 else 64 end))::text as network, count(*)::integer as tries,
           count(distinct email)::integer as addresses, max(at) as "lastAt"
      from sign_ins
     where at >= ${since} and outcome in ('wrong_password', 'unknown_user', 'disabled', 'wrong_factor') and ip is not null
     group by 1 order by 2 desc, 1 limit ${placesShown}`.execute(db)
  return rows
}

async function countPeople(): Promise<SecurityOverview['people']> {
  const { rows } = await sql<SecurityOverview['people']>`
    select count(*)::integer as all,
           count(*) filter (where exists (select from totp_factors f where f.tenant_id = u.tenant_id and f.user_id = u.id
                                            and f.confirmed_at is not null)
                               or exists (select from passkeys p where p.tenant_id = u.tenant_id and p.user_id = u.id)
             )::integer as "withSecondFactor",
           count(*) filter (where u.email_verified_at is null)::integer as unconfirmed
      from users u
     where u.disabled_at is null and exists (select from memberships m where m.tenant_id = u.tenant_id and m.user_id = u.id)`.execute(
    db
  )
  return rows[0]!
}
