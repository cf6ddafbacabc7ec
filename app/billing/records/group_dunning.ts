import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { Grouped } from '#app/billing/domain/dunning'

/** How a group is dunned. A null policy is that of all others. */
export interface GroupDunning {
  groupId: string
  policy: Record<string, unknown> | null
  stricterOn: CalendarDate | null
  /** Since when it is that of all others again; null for one that never had its own, or has. */
  standardSince: CalendarDate | null
  version: number
}

const columns = sql`group_id as "groupId", policy, stricter_on as "stricterOn", standard_since as "standardSince", version`

/** Those of all groups that have or had their own. */
export async function listGroupDunning(): Promise<GroupDunning[]> {
  const { rows } = await sql<GroupDunning>`select ${columns} from group_dunning`.execute(db)
  return rows
}

export async function findGroupDunning(groupId: string): Promise<GroupDunning | null> {
  const { rows } =
    await sql<GroupDunning>`select ${columns} from group_dunning where group_id = ${groupId}`.execute(db)
  return rows[0] ?? null
}

/** Where a customer stands, and how their group is dunned; null when it never had terms of its own. */
export async function findDunningOfCustomer(
  customerId: string
): Promise<Grouped & { own: GroupDunning | null }> {
  const { rows } = await sql<Grouped & Omit<GroupDunning, 'groupId' | 'version'> & { version: number | null }>`
    select c.group_id as "groupId", c.group_since as "groupSince", d.policy, d.stricter_on as "stricterOn",
           d.standard_since as "standardSince", d.version
      from customers c left join group_dunning d on d.tenant_id = c.tenant_id and d.group_id = c.group_id
     where c.id = ${customerId}`.execute(db)
  const { groupId = null, groupSince = null, policy = null, stricterOn = null, standardSince = null, version = null } = rows[0] ?? {}
  const own = groupId === null || version === null ? null : { groupId, policy, stricterOn, standardSince, version }
  return { groupId, groupSince, own }
} // prettier-ignore

/** Writes over the version that was seen; the first one is 0. @returns false when there is another by now */
export async function saveGroupDunning(
  { groupId, policy, stricterOn, standardSince, version }: GroupDunning,
  now: Date
): Promise<boolean> {
  const written = policy ? JSON.stringify(policy) : null
  const { numAffectedRows } = await (
    version === 0
      ? sql`insert into group_dunning (group_id, policy, stricter_on, standard_since, updated_at)
            values (${groupId}, ${written}::jsonb, ${stricterOn}, ${standardSince}, ${now}) on conflict do nothing`
      : sql`update group_dunning set policy = ${written}::jsonb, stricter_on = ${stricterOn}, standard_since = ${standardSince},
                   version = version + 1, updated_at = ${now}
             where group_id = ${groupId} and version = ${version}`
  ).execute(db)
  return numAffectedRows === 1n
}
