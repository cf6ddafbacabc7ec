import { inTransaction } from '#app/shared/database/unit'
import * as auditSeals from '#app/reporting/records/audit_seals'

/** Sealed stretches of one run. */
const stretchesMax = 50

/** Clears what is older than the tenant keeps its log, a sealed stretch at a time. @returns how many facts went */
export async function clearOldFacts(): Promise<number> {
  let total = 0
  for (let cleared = 0; cleared < stretchesMax; cleared += 1) {
    const gone = await inTransaction(() => auditSeals.clearOldest())
    if (gone === null) break
    total += gone
  }
  return total
}
