/** Where servers of the demo panel stand: its locations, its nodes and the ports of each. Data only. */

export interface LocationSpec {
  id: number
  short: string
  long: string
}

export interface NodeSpec {
  id: number
  uuid: string
  isPublic: boolean
  name: string
  locationId: number
  fqdn: string
  /** In MB; what may be promised beyond it in percent. */
  memory: number
  memoryOverallocate: number
  disk: number
  diskOverallocate: number
  ip: string
  firstPort: number
  ports: number
}

export const LOCATIONS: LocationSpec[] = [
  { id: 1, short: 'fra', long: 'Frankfurt am Main' },
  { id: 2, short: 'nyc', long: 'New York' },
]

export const NODES: NodeSpec[] = [
  {
    id: 1,
    uuid: '0b6f6c1e-6d6b-4a3e-9a55-6c5a4f1f0001',
    isPublic: true,
    name: 'fra-game-01',
    locationId: 1,
    fqdn: 'fra-game-01.example.test',
    memory: 131_072,
    memoryOverallocate: 0,
    disk: 1_800_000,
    diskOverallocate: 0,
    ip: '203.0.113.30',
    firstPort: 25_565,
    ports: 120,
  },
  {
    id: 2,
    uuid: '0b6f6c1e-6d6b-4a3e-9a55-6c5a4f1f0002',
    isPublic: true,
    name: 'fra-game-02',
    locationId: 1,
    fqdn: 'fra-game-02.example.test',
    memory: 65_536,
    memoryOverallocate: 20,
    disk: 900_000,
    diskOverallocate: 0,
    ip: '203.0.113.31',
    firstPort: 25_565,
    ports: 60,
  },
  {
    id: 3,
    uuid: '0b6f6c1e-6d6b-4a3e-9a55-6c5a4f1f0003',
    isPublic: true,
    name: 'nyc-game-01',
    locationId: 2,
    fqdn: 'nyc-game-01.example.test',
    memory: 131_072,
    memoryOverallocate: 0,
    disk: 1_800_000,
    diskOverallocate: 0,
    ip: '198.51.100.30',
    firstPort: 25_565,
    ports: 120,
  },
  // Not for sale: automatic deployment never comes here, although a server may be put here by its allocation.
  {
    id: 4,
    uuid: '0b6f6c1e-6d6b-4a3e-9a55-6c5a4f1f0004',
    isPublic: false,
    name: 'fra-lab-01',
    locationId: 1,
    fqdn: 'fra-lab-01.example.test',
    memory: 16_384,
    memoryOverallocate: 0,
    disk: 200_000,
    diskOverallocate: 0,
    ip: '203.0.113.39',
    firstPort: 25_565,
    ports: 10,
  },
]

export function findNode(id: number): NodeSpec | undefined {
  return NODES.find((node) => node.id === id)
}

/** What may be promised on a node in all; an over-allocation of -1 sets no limit. */
export function ceiling(total: number, overallocate: number): number {
  return overallocate < 0 ? Number.MAX_SAFE_INTEGER : Math.floor(total * (1 + overallocate / 100))
}
