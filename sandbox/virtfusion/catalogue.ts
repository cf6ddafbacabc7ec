/** What both demo panels offer: packages, backup plans and the images that can be installed. Data only. */

export interface PackageSpec {
  id: number
  name: string
  enabled: boolean
  memoryMb: number
  storageGb: number
  trafficGb: number
  cpuCores: number
  /** Kilobytes per second, as the panel counts. */
  speedKbps: number
}

export interface BackupPlanSpec {
  id: number
  name: string
}

export interface TemplateSpec {
  id: number
  name: string
  version: string
  variant: string
  icon: string
  endOfLifeOn: string
  family: 'linux' | 'windows'
  /** Smallest disk and memory the image boots with; smaller packages do not list it. */
  minStorageGb: number
  minMemoryMb: number
}

export interface TemplateGroupSpec {
  id: number
  name: string
  description: string
  icon: string
  templates: TemplateSpec[]
}

/** One gigabit and ten gigabits, in the panel's kilobytes per second. */
const GIGABIT = 125_000
const TEN_GIGABIT = 1_250_000

function vps(
  id: number,
  size: string,
  cpuCores: number,
  memoryGb: number,
  storageGb: number,
  trafficGb: number
) {
  return {
    id,
    name: `VPS ${size}`,
    enabled: true,
    memoryMb: memoryGb * 1024,
    storageGb,
    trafficGb,
    cpuCores,
    speedKbps: cpuCores >= 6 ? TEN_GIGABIT : GIGABIT,
  }
}

export const PACKAGES: PackageSpec[] = [
  vps(1, 'S', 1, 2, 40, 10_000),
  vps(2, 'M', 2, 4, 80, 20_000),
  vps(3, 'L', 4, 8, 160, 30_000),
  vps(4, 'XL', 6, 16, 320, 40_000),
  vps(5, '2XL', 8, 32, 640, 60_000),
  // A withdrawn package: still listed, refused on create. Panels keep these for their old servers.
  { ...vps(9, 'S (2023)', 1, 1, 25, 2_000), enabled: false },
]

export const BACKUP_PLANS: BackupPlanSpec[] = [
  { id: 1, name: 'Daily, 7 copies' },
  { id: 2, name: 'Weekly, 4 copies' },
]

function image(
  id: number,
  name: string,
  version: string,
  variant: string,
  icon: string,
  endOfLifeOn: string
) {
  return {
    id,
    name,
    version,
    variant,
    icon,
    endOfLifeOn,
    family: 'linux' as const,
    minStorageGb: 10,
    minMemoryMb: 1024,
  }
}

export const TEMPLATE_GROUPS: TemplateGroupSpec[] = [
  {
    id: 1,
    name: 'Debian',
    description: 'The universal operating system',
    icon: 'debian_logo.png',
    templates: [
      image(11, 'Debian', '13', 'Trixie', 'debian_logo.png', '2030-06-30'),
      image(12, 'Debian', '12', 'Bookworm', 'debian_logo.png', '2028-06-30'),
    ],
  },
  {
    id: 2,
    name: 'Ubuntu Server',
    description: 'Long term support releases',
    icon: 'ubuntu_logo.png',
    templates: [
      image(21, 'Ubuntu Server', '26.04', 'LTS', 'ubuntu_logo.png', '2031-05-31'),
      image(22, 'Ubuntu Server', '24.04', 'LTS', 'ubuntu_logo.png', '2029-05-31'),
      image(23, 'Ubuntu Server', '22.04', 'LTS', 'ubuntu_logo.png', '2027-06-01'),
    ],
  },
  {
    id: 3,
    name: 'AlmaLinux',
    description: 'Enterprise Linux from the community',
    icon: 'almalinux_logo.png',
    templates: [
      image(31, 'AlmaLinux', '10', 'Minimal', 'almalinux_logo.png', '2035-05-31'),
      image(32, 'AlmaLinux', '9', 'Minimal', 'almalinux_logo.png', '2032-05-31'),
    ],
  },
  {
    id: 4,
    name: 'Rocky Linux',
    description: 'Enterprise Linux from the community',
    icon: 'rockylinux_logo.png',
    templates: [image(41, 'Rocky Linux', '9', 'Minimal', 'rockylinux_logo.png', '2032-05-31')],
  },
  {
    id: 5,
    name: 'Windows Server',
    description: 'Bring your own licence',
    icon: 'windows_logo.png',
    templates: [
      {
        id: 51,
        name: 'Windows Server',
        version: '2025',
        variant: 'Standard',
        icon: 'windows_logo.png',
        endOfLifeOn: '2034-10-10',
        family: 'windows',
        minStorageGb: 80,
        minMemoryMb: 4096,
      },
    ],
  },
]

export function findPackage(id: number): PackageSpec | undefined {
  return PACKAGES.find((spec) => spec.id === id)
}

export function findTemplate(id: number): TemplateSpec | undefined {
  return TEMPLATE_GROUPS.flatMap((group) => group.templates).find((template) => template.id === id)
}

/** The images a server of this size can boot, in their groups; a group without one is left out. */
export function templateGroupsFor(size: { storageGb: number; memoryMb: number }): TemplateGroupSpec[] {
  return TEMPLATE_GROUPS.map((group) => ({
    ...group,
    templates: group.templates.filter(
      (template) => template.minStorageGb <= size.storageGb && template.minMemoryMb <= size.memoryMb
    ),
  })).filter((group) => group.templates.length > 0)
}
