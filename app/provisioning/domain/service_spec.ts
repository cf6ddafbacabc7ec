import { type ConfiguredSpec, isVps } from '#app/catalogue/index'

/** What a service is made of: the sizes of its plan and what its buyer chose with it. */
export type ServiceSpec = ConfiguredSpec

/** Addresses that somebody chose; null for what has none of its own to choose. */
export function chosenIpv4Count(spec: ServiceSpec): number | null {
  return isVps(spec) ? spec.ipv4Count : null
}

/** Whether it was sold with regular copies. */
export function wantsBackups(spec: ServiceSpec): boolean {
  return isVps(spec) && spec.backups
}
