import { inReadTransaction } from '#app/shared/database/unit'
import * as impersonations from '#app/identity/records/impersonations'

export function findImpersonation(id: string): Promise<impersonations.NamedImpersonation | undefined> {
  return inReadTransaction(() => impersonations.find(id))
}
