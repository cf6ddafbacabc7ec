import type { ConfiguredSpec } from '#app/catalogue/index'

/** What a service is made of: the sizes of its plan and what its buyer chose with it. */
export type ServiceSpec = ConfiguredSpec

/** Sizes of another plan for a running service; what was chosen with the old one stays. */
export function resizeSpec(
  current: ServiceSpec,
  plan: { spec: Record<string, unknown>; panelPackage: Record<string, unknown> }
): ServiceSpec {
  return {
    ...current,
    cpuCores: wholeNumber(plan.spec, 'cpuCores'),
    memoryMb: wholeNumber(plan.spec, 'memoryMb'),
    storageGb: wholeNumber(plan.spec, 'storageGb'),
    trafficGb: Number(plan.spec.trafficGb ?? 0),
    networkMbps: Number(plan.spec.networkMbps ?? 0),
    package: String(plan.panelPackage.package ?? ''),
  }
}

/** A plan that lacks a size is a mistake of the catalogue. */
function wholeNumber(spec: Record<string, unknown>, name: string): number {
  const value = Number(spec[name])
  if (!Number.isSafeInteger(value) || value <= 0)
    throw new Error(`The plan's ${name} is not a whole number above zero`)
  return value
}
