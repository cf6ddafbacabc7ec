import { inReadTransaction } from '#app/shared/database/unit'
import * as rights from '#app/identity/records/rights'

export type { Rights } from '#app/identity/records/rights'

/** A session with the rights of its person, as both stand now; null when there is none or it ran out. */
export function readSession(id: string): Promise<rights.ReadSession | null> {
  return inReadTransaction(() => rights.readSession(id))
}
