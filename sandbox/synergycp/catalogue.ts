/** What the installation knows of parts, places, port speeds and reload profiles. Fixed, as staff would have set it up. */

export interface Coded {
  id: number
  name: string
  billingId: string
}

export const GROUPS: Coded[] = [
  { id: 1, name: 'Frankfurt', billingId: 'LOC-FRA1' },
  { id: 2, name: 'New York', billingId: 'LOC-NYC1' },
]

export const PART_TYPES = ['cpu', 'mem', 'disk', 'add-on'] as const
export type PartType = (typeof PART_TYPES)[number]
export interface Part extends Coded {
  type: PartType
}

export const PARTS: Part[] = [
  { id: 4, type: 'cpu', name: 'Intel Xeon E-2388G', billingId: 'Intel Xeon E-2388G' },
  { id: 5, type: 'cpu', name: 'AMD Ryzen 9 7950X', billingId: 'AMD Ryzen 9 7950X' },
  { id: 6, type: 'cpu', name: 'AMD EPYC 9354P', billingId: 'AMD EPYC 9354P' },
  { id: 9, type: 'mem', name: '64 GB', billingId: '64 GB' },
  { id: 10, type: 'mem', name: '128 GB', billingId: '128 GB' },
  { id: 11, type: 'mem', name: '256 GB', billingId: '256 GB' },
  { id: 20, type: 'disk', name: '960 GB NVMe', billingId: '960 GB NVMe' },
  { id: 21, type: 'disk', name: '1.92 TB NVMe', billingId: '1.92 TB NVMe' },
  { id: 22, type: 'disk', name: '3.84 TB NVMe', billingId: '3.84 TB NVMe' },
  { id: 30, type: 'add-on', name: 'Hardware RAID', billingId: 'ADD-RAID' },
]

export const PORT_SPEEDS: (Coded & { mbps: number })[] = [
  { id: 1, name: '1 Gbit/s', billingId: '1 Gbit/s', mbps: 1000 },
  { id: 2, name: '10 Gbit/s', billingId: '10 Gbit/s', mbps: 10_000 },
]

export interface Profile extends Coded {
  isoId: number | null
  /** Clients may start it themselves. */
  accessClient: boolean
  isFormat: boolean
  /** Minutes without progress after which the panel calls a run failed. */
  minutesUntilFailed: number
}

export const PROFILES: Profile[] = [
  profile(1, 'Format (quick)', 'format-quick', { isFormat: true, accessClient: false }),
  profile(2, 'Format (zero)', 'format-zero', { isFormat: true, accessClient: false }),
  profile(11, 'Debian 13', 'debian-13'),
  profile(12, 'Debian 12', 'debian-12'),
  profile(22, 'Ubuntu Server 24.04', 'ubuntu-24.04'),
  profile(31, 'AlmaLinux 9', 'almalinux-9'),
  profile(41, 'Proxmox VE 9', 'proxmox-9'),
  profile(51, 'Windows Server 2025', 'windows-2025', { isoId: 7 }),
  profile(90, 'Rescue (internal)', 'rescue', { accessClient: false }),
]

export const EDITIONS = [
  { id: 71, isoId: 7, key: 'ServerStandard', name: 'Standard', isEnabled: true },
  { id: 72, isoId: 7, key: 'ServerDatacenter', name: 'Datacenter', isEnabled: true },
]

export interface Rack {
  srvId: string
  groupId: number
  cpuId: number
  memId: number
  diskIds: number[]
  isPxeReady: boolean
}

function machines(
  place: { groupId: number; rack: string },
  parts: { cpu: number; mem: number; disks: number[] },
  units: number[]
): Rack[] {
  return units.map((unit) => ({
    srvId: `${place.rack}-U${String(unit).padStart(2, '0')}`,
    groupId: place.groupId,
    cpuId: parts.cpu,
    memId: parts.mem,
    diskIds: parts.disks,
    isPxeReady: true,
  }))
}

const XEON = { cpu: 4, mem: 9, disks: [20, 20] }
const RYZEN = { cpu: 5, mem: 10, disks: [21, 21] }
const EPYC = { cpu: 6, mem: 11, disks: [22, 22, 22, 22] }
const FRANKFURT = { groupId: 1, rack: 'FRA1-R12' }
const NEW_YORK = { groupId: 2, rack: 'NYC1-R03' }

/** The machines that stand in the racks. An empty bay is a disk of number 0. */
export const RACKS: Rack[] = [
  ...machines(FRANKFURT, XEON, [1, 2, 3, 4]),
  ...machines(FRANKFURT, RYZEN, [10, 11, 12]),
  ...machines(FRANKFURT, EPYC, [20, 22]),
  // One disk more than what is sold as such: `parts[exact]` leaves it out.
  ...machines(FRANKFURT, { ...XEON, disks: [20, 20, 20] }, [5]),
  // Without a hardware address on its first port it cannot be installed.
  ...machines(FRANKFURT, XEON, [6]).map((rack) => ({ ...rack, isPxeReady: false })),
  ...machines(NEW_YORK, { ...XEON, disks: [20, 20, 0, 0] }, [1, 2]),
  ...machines(NEW_YORK, RYZEN, [10]),
]

/** Blocks of eight addresses, sixteen in each place. */
export const BLOCK_CODE = '/29'
export const BLOCKS_PER_GROUP = 16

export function findCoded<T extends Coded>(list: T[], code: unknown): T | undefined {
  return list.find((item) => item.billingId === code)
}

export function findPart(id: number): Part | undefined {
  return PARTS.find((part) => part.id === id)
}

function profile(id: number, name: string, billingId: string, more: Partial<Profile> = {}): Profile {
  return {
    id,
    name,
    billingId,
    isoId: null,
    accessClient: true,
    isFormat: false,
    minutesUntilFailed: 60,
    ...more,
  }
}
