/** What the installation remembers. Field names are ours; `present.ts` turns them into the vendor's. */

export interface ClientRecord {
  id: number
  email: string
  first: string
  last: string
  billingId: string | null
  /** A very important client: nothing is suspended or wiped automatically. */
  isVip: boolean
  /** Without one the client cannot sign in by password. */
  hasPassword: boolean
  createdAt: string
}

export interface KeyRecord {
  id: number
  key: string
  clientId: number
  createdAt: string
}

export interface AccessRecord {
  id: number
  serverId: number
  clientId: number
  isPrimary: boolean
  isActive: boolean
  suspensionReason: string | null
  pxe: boolean
  ipmi: boolean
  switch: boolean
}

export interface ServerRecord {
  id: number
  srvId: string
  nickname: string
  groupId: number
  cpuId: number
  memId: number
  /** Empty bays are 0. */
  diskIds: number[]
  addonIds: number[]
  mac: string
  switchId: number
  portId: number
  switchPortId: number
  portSpeedId: number
  isPortOn: boolean
  isPoweredOn: boolean
  bootMode: 'LEGACY' | 'UEFI'
  /** The machine can be installed over the network: its first port has a hardware address. */
  isPxeReady: boolean
  hasIpmiUser: boolean
  billingId: string | null
  bandwidth: UsageRecord | null
  /** Whose data lies on the disks: giving a machine back erases nothing, formatting does. */
  dataOfClientId: number | null
  profileId: number | null
  passwordSha256: string | null
}

export interface UsageRecord {
  id: number
  /** Bits; null is no limit. */
  maxBits: number | null
  startedAt: string
}

export interface EntityRecord {
  id: number
  name: string
  groupId: number
  billingCode: string
  /** First address of the block, as a number, and how long its prefix is. */
  network: string
  prefix: number
  v6: string
  vlan: number
  serverId: number | null
}

export interface InstallRecord {
  id: number
  serverId: number
  clientId: number | null
  profileId: number
  passwordSha256: string | null
  status: 'queued' | 'running' | 'failed'
  /** Decided when it starts. */
  willFail: boolean
  isStuck: boolean
  percentAtStop: number
  createdAt: string
  startedAt: string | null
  updatedAt: string
}

export interface CommandRecord {
  id: number
  switchId: number
  serverId: number
  command: string
  status: 'Queued' | 'Running' | 'Finished'
  createdAt: string
}

export interface PtrRecord {
  id: number
  ip: string
  ptr: string
}
