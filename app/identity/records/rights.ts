import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import type { RoleBook } from '#app/identity/domain/roles'
import type { Membership } from '#app/identity/records/memberships'
import type { User } from '#app/identity/records/users'

export type Place = Pick<Membership, 'customer_id' | 'permissions' | 'service_ids'>

/** A person with all that says what they may do, as it stood at one instant. */
export interface Rights {
  user: User
  /** In teams of customers; the oldest first. */
  places: Place[]
  /** Null for whoever is no staff. */
  staff: { roles: string[]; book: RoleBook } | null
}

type RightsRow = User & {
  rights_places: Place[]
  rights_roles: string[] | null
  rights_book: RoleBook | null
}

const columns = sql`u.*, t.roles as rights_roles,
  (select coalesce(json_agg(json_build_object('customer_id', m.customer_id, 'permissions', m.permissions, 'service_ids', m.service_ids)
                            order by m.id), '[]')
     from memberships m where m.tenant_id = u.tenant_id and m.user_id = u.id) as rights_places,
  case when t.user_id is not null then
    (select json_object_agg(r.name, r.abilities) from staff_roles r where r.tenant_id = u.tenant_id) end as rights_book`
const place = sql`left join staff_members t on t.tenant_id = u.tenant_id and t.user_id = u.id`

export async function find(userId: string): Promise<Rights | null> {
  const { rows } =
    await sql<RightsRow>`select ${columns} from users u ${place} where u.id = ${userId}`.execute(db)
  return rows[0] ? toRights(rows[0]) : null
}

export interface ReadSession {
  data: Record<string, unknown>
  /** It was touched more than an hour ago. */
  isOld: boolean
  /** Of the person who is signed in; null where nobody is, or nobody of this tenant. */
  rights: Rights | null
}

/**
 * A session with the rights of its person, in one question: whoever lost a right lost it before the next request. One that names another
 * tenant is none: sessions lie outside of the separation of tenants, so the question names its own.
 */
export async function readSession(id: string): Promise<ReadSession | null> {
  const { id: tenantId } = currentTenant()
  type Row = RightsRow & { session_data: Record<string, unknown>; session_is_old: boolean }
  const { rows } = await sql<Row>`
    select s.data as session_data, s.touched_at < now() - interval '1 hour' as session_is_old, ${columns}
      from platform.sessions s
      left join users u on u.id = s.user_id
      ${place}
     where s.id = ${id} and s.expires_at > now()
       and coalesce(s.data->>'tenant_id', ${tenantId}) = ${tenantId}`.execute(db)
  if (!rows[0]) return null
  const { session_data: data, session_is_old: isOld, ...row } = rows[0]
  return { data, isOld, rights: row.id ? toRights(row) : null }
}

function toRights({
  rights_places: places,
  rights_roles: roles,
  rights_book: book,
  ...user
}: RightsRow): Rights {
  return { user, places, staff: roles && { roles, book: book ?? {} } }
}
