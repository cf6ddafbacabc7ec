import { inReadTransaction } from '#app/shared/database/unit'
import { leastDaysOf, mostDays, type RetentionKind, retentionKinds } from '#app/privacy/domain/retention'
import * as retentionRules from '#app/privacy/records/retention_rules'

const runsShown = 30

export interface Retention {
  rules: { kind: RetentionKind; keepDays: number | null; leastDays: number; mostDays: number }[]
  runs: retentionRules.RetentionRun[]
}

/** After how long is what forgotten by itself, and what went lately? */
export function findRetention(): Promise<Retention> {
  return inReadTransaction(async () => {
    const set = new Map((await retentionRules.listRules()).map(({ kind, keepDays }) => [kind, keepDays]))
    const rules = retentionKinds.map((kind) => ({
      kind,
      keepDays: set.get(kind) ?? null,
      leastDays: leastDaysOf(kind),
      mostDays,
    }))
    return { rules, runs: await retentionRules.listRuns(runsShown) }
  })
}
