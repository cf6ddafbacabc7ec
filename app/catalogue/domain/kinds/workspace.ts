import {
  type CommonSpec,
  commonValue,
  commonValueFields,
  type KindRules,
  packageOf,
} from '#app/catalogue/domain/kinds/kind_rules'

/** What a plan of workspaces says it has; the panel's group (`package`) is what enforces it. */
export interface WorkspacePlan {
  /** Sessions at the same time. */
  sessions: number
  /** How long one session may last; 0 as the panel says. */
  sessionMinutes: number
  /** Kept between sessions; 0 without a kept profile. */
  storageGb: number
  cpuCores: number
  memoryMb: number
}

/** `template` is the image that starts. */
export interface WorkspaceSpec extends WorkspacePlan, CommonSpec {
  kind: 'workspace'
}

export const workspace: KindRules<WorkspacePlan, WorkspaceSpec> = {
  usualDriver: 'kasm',
  fields: [
    { name: 'sessions', type: 'number', minimum: 1, maximum: 1000, fallback: 1 },
    { name: 'sessionMinutes', type: 'number', minimum: 0, maximum: 525_600, fallback: 0 },
    { name: 'storageGb', type: 'number', minimum: 0, maximum: 100_000, fallback: 0 },
    { name: 'cpuCores', type: 'number', minimum: 0, maximum: 512, fallback: 0 },
    { name: 'memoryMb', type: 'number', minimum: 0, maximum: 8_388_608, fallback: 0 },
  ],
  chosen: [],
  kept: [],
  valueFields: commonValueFields,
  plain: (plan) => ({
    ...plan.spec,
    kind: 'workspace',
    package: packageOf(plan),
    template: null,
    location: null,
  }),
  quantity: () => ({}),
  value: commonValue,
  refuse: (current, wanted) => (wanted.location === current.location ? null : 'location_fixed'),
  need: () => ({ cpuCores: 0, memoryMb: 0, storageGb: 0, ipv4Count: 0 }),
}
