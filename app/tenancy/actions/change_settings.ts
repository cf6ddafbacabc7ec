import { forgetHosts } from '#app/shared/database/tenant_directory'
import { afterCommit, inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { findPolicies, lockPolicies, savePolicies, type WrittenPolicies } from '#app/tenancy/records/policies'

export type SettingsChangedMeanwhile = { type: 'settings_changed_meanwhile'; version: number }

export function readSettings(): Promise<WrittenPolicies> {
  return inReadTransaction(findPolicies)
}

/**
 * Changes settings of the current tenant, for the domain that they belong to: it decides what they become from what they are. Whoever
 * saw an older version is refused. Other processes of the web know new settings after some seconds; workers read them for each job.
 */
export function changeSettings<Refusal>(
  version: number,
  decide: (settings: Record<string, unknown>) => Promise<Result<Record<string, unknown>, Refusal>>
): Promise<Result<WrittenPolicies, Refusal | SettingsChangedMeanwhile>> {
  return inTransaction(async (): Promise<Result<WrittenPolicies, Refusal | SettingsChangedMeanwhile>> => {
    const before = await lockPolicies()
    if (before.version !== version)
      return err({ type: 'settings_changed_meanwhile', version: before.version })
    const decision = await decide(before.settings)
    if (!decision.ok) return decision
    await savePolicies(decision.value)
    afterCommit(forgetHosts)
    return ok({ settings: decision.value, version: version + 1 })
  })
}
