/** What the demo installation offers: images, zones, machines and the groups that plans stand for. Table of data. */
import type { GroupRecord } from './records.ts'

export interface ImageSpec {
  id: string
  friendlyName: string
  name: string
  description: string
  cores: number
  /** Decimal bytes, as the vendor counts. */
  memory: number
  enabled: boolean
  category: string
}

const gigabyte = 1_000_000_000

export const IMAGES: ImageSpec[] = [
  { id: '1a1ce9d94e8c4c0d8c0a000000000001', friendlyName: 'Ubuntu Jammy', name: 'kasmweb/ubuntu-jammy-desktop:1.16.0', description: 'A whole Ubuntu desktop in the browser.', cores: 2, memory: 2.768 * gigabyte, enabled: true, category: 'Desktop' },
  { id: '1a1ce9d94e8c4c0d8c0a000000000002', friendlyName: 'Debian Bookworm', name: 'kasmweb/debian-bookworm-desktop:1.16.0', description: 'A whole Debian desktop in the browser.', cores: 2, memory: 2.768 * gigabyte, enabled: true, category: 'Desktop' },
  { id: '1a1ce9d94e8c4c0d8c0a000000000003', friendlyName: 'Chrome', name: 'kasmweb/chrome:1.16.0', description: 'A browser that leaves nothing behind.', cores: 2, memory: 2.768 * gigabyte, enabled: true, category: 'Browser' },
  { id: '1a1ce9d94e8c4c0d8c0a000000000004', friendlyName: 'Visual Studio Code', name: 'kasmweb/vs-code:1.16.0', description: 'An editor with its terminal.', cores: 2, memory: 2.768 * gigabyte, enabled: true, category: 'Development' },
  { id: '1a1ce9d94e8c4c0d8c0a000000000009', friendlyName: 'CentOS 7', name: 'kasmweb/centos-7-desktop:1.10.0', description: 'Withdrawn.', cores: 2, memory: 1.768 * gigabyte, enabled: false, category: 'Desktop' },
] // prettier-ignore

export const ZONES = [{ id: '2b2ce9d94e8c4c0d8c0a000000000001', name: 'default' }]

/** Machines that sessions run on. */
export const MACHINES = [
  { id: '3c3ce9d94e8c4c0d8c0a000000000001', hostname: 'kasm-agent-01', cores: 64, memory: 128 * gigabyte },
  { id: '3c3ce9d94e8c4c0d8c0a000000000002', hostname: 'kasm-agent-02', cores: 64, memory: 128 * gigabyte },
]

export const ALL_USERS = '4d4ce9d94e8c4c0d8c0a000000000000'

function plan(
  id: number,
  name: string,
  limits: { sessions: number; hours: number; images: number[] }
): GroupRecord {
  return {
    id: `4d4ce9d94e8c4c0d8c0a00000000000${id}`,
    name,
    description: `${limits.sessions} at once, ${limits.hours} hours each`,
    priority: 10 * id,
    isSystem: false,
    imageIds: limits.images.map((index) => IMAGES[index]!.id),
    settings: {
      max_kasms_per_user: String(limits.sessions),
      session_time_limit: String(limits.hours * 3600),
      allow_persistent_profile: 'True',
    },
  } // prettier-ignore
}

export const GROUPS: GroupRecord[] = [
  {
    id: ALL_USERS,
    name: 'All Users',
    description: 'Every user',
    priority: 4000,
    isSystem: true,
    imageIds: [],
    settings: { max_kasms_per_user: '0', session_time_limit: '3600' },
  },
  plan(1, 'Workspace Solo', { sessions: 1, hours: 8, images: [0, 1, 2, 3] }),
  plan(2, 'Workspace Plus', { sessions: 3, hours: 12, images: [0, 1, 2, 3] }),
]
