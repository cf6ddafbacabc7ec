import {
  type CommonSpec,
  commonValue,
  commonValueFields,
  type KindRules,
  packageOf,
} from '#app/catalogue/domain/kinds/kind_rules'

/** What a game server of a plan has. */
export interface GamePlan {
  /** Megabytes as panels of games count them. */
  memoryMb: number
  swapMb: number
  storageMb: number
  /** Of one core: 200 is two cores, 0 without a limit. */
  cpuPercent: number
  ioWeight: number
  databases: number
  backupCount: number
  /** Ports besides the first one. */
  extraPorts: number
}

/** `template` is the game: the egg by its name. */
export interface GameSpec extends GamePlan, CommonSpec {
  kind: 'game'
  /** Image of the container by its label; empty: the egg's first one. */
  image: string
  /** What its owner set, by the names of the egg's variables. */
  variables: Record<string, string>
}

const megabytesPerGigabyte = 1024
const percentPerCore = 100

export const game: KindRules<GamePlan, GameSpec> = {
  usualDriver: 'pterodactyl',
  fields: [
    { name: 'memoryMb', type: 'number', minimum: 128, maximum: 4_194_304 },
    { name: 'swapMb', type: 'number', minimum: -1, maximum: 4_194_304, fallback: 0 },
    { name: 'storageMb', type: 'number', minimum: 128, maximum: 100_000_000 },
    { name: 'cpuPercent', type: 'number', minimum: 0, maximum: 25_600, fallback: 100 },
    { name: 'ioWeight', type: 'number', minimum: 10, maximum: 1000, fallback: 500 },
    { name: 'databases', type: 'number', minimum: 0, maximum: 1000, fallback: 0 },
    { name: 'backupCount', type: 'number', minimum: 0, maximum: 1000, fallback: 0 },
    { name: 'extraPorts', type: 'number', minimum: 0, maximum: 1000, fallback: 0 },
  ],
  chosen: [
    { name: 'image', type: 'text', maxLength: 191 },
    { name: 'variables', type: 'variables', itemsMax: 200 },
  ],
  kept: ['image', 'variables'],
  valueFields: [
    ...commonValueFields,
    { name: 'image', type: 'text', maxLength: 191 },
    { name: 'variables', type: 'variables', itemsMax: 200 },
    { name: 'ask', type: 'questions', itemsMax: 100 },
  ],
  plain: (plan) => ({
    ...plan.spec,
    kind: 'game',
    package: packageOf(plan),
    template: typeof plan.panelPackage.egg === 'string' ? plan.panelPackage.egg : null,
    location: null,
    image: '',
    variables: {},
  }),
  quantity(code, quantity) {
    if (code === 'databases') return { databases: quantity }
    if (code === 'backups') return { backupCount: quantity }
    if (code === 'ports') return { extraPorts: quantity }
    return {}
  },
  value(spec) {
    const { image, variables } = spec
    return {
      ...commonValue(spec),
      ...(typeof image === 'string' ? { image } : {}),
      ...(typeof variables === 'object' && variables !== null
        ? { variables: variables as Record<string, string> }
        : {}),
    }
  },
  refuse(current, wanted, has) {
    if (wanted.location !== current.location) return 'location_fixed'
    return Math.ceil(wanted.storageMb / megabytesPerGigabyte) < has.storageGb ? 'disk_would_shrink' : null
  },
  need: ({ cpuPercent, memoryMb, storageMb }) => ({
    cpuCores: Math.ceil(cpuPercent / percentPerCore),
    memoryMb,
    storageGb: Math.ceil(storageMb / megabytesPerGigabyte),
    ipv4Count: 0,
  }),
}
