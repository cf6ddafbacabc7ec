import { inReadTransaction } from '#app/shared/database/unit'
import type { StaffAbility } from '#app/shared/http/caller'
import { grantsOf, isStaffRole, staffRoles as usualRoles } from '#app/identity/domain/roles'
import * as staffRoles from '#app/identity/records/staff_roles'

export interface ListedRole {
  name: string
  /** Null for a usual role. */
  label: string | null
  abilities: StaffAbility[]
  /** A usual role that grants something else here, or a role of the tenant's own. */
  isOwn: boolean
}

/** Which roles may staff be given here, and what does each grant? Usual ones first. */
export function listStaffRoles(): Promise<ListedRole[]> {
  return inReadTransaction(async () => {
    const rows = await staffRoles.list()
    const book = Object.fromEntries(rows.map(({ name, abilities }) => [name, abilities]))
    const own = rows.filter(({ name }) => !isStaffRole(name))
    return [...usualRoles, ...own.map(({ name }) => name)].map((name) => ({
      name,
      label: own.find((row) => row.name === name)?.label ?? null,
      abilities: grantsOf(name, book),
      isOwn: Object.hasOwn(book, name),
    }))
  })
}
