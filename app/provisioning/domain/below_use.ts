import { kindOf } from '#app/catalogue/index'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

/** One figure of what is used: a count, or bytes. */
export interface UsedFigure {
  name: string
  used: number
}

const bytesPerGigabyte = 1_000_000_000

/** Whether it has quotas, which may shrink. */
export function mayShrinkBelowUse(wanted: ServiceSpec): boolean {
  return kindOf(wanted) === 'hosting'
}

/**
 * Which of its sizes would be smaller than what is used of them already; empty where it fits. Only quotas can be: disks of servers never
 * shrink, whatever is on them. A quota of 0 has no limit.
 */
export function sizesBelowUse(wanted: ServiceSpec, used: readonly UsedFigure[]): string[] {
  if (!mayShrinkBelowUse(wanted)) return []
  const { storageGb, websites, mailboxes, databases } = wanted as unknown as Record<string, number>
  const limits: Record<string, number> = {
    storage: (storageGb ?? 0) * bytesPerGigabyte,
    websites: websites ?? 0,
    mailboxes: mailboxes ?? 0,
    databases: databases ?? 0,
  }
  return used
    .filter(({ name, used: amount }) => (limits[name] ?? 0) > 0 && amount > limits[name]!)
    .map(({ name }) => name)
}
