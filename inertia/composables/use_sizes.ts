import { useFormat } from '~/composables/use_format'
import { useTranslation } from '~/i18n/use_translation'

/** Sizes of a plan or a service of any kind; a kind has some of these. */
export interface Sizes {
  cpu_cores?: number
  /** Of one core. */
  cpu_percent?: number
  memory_mb?: number
  storage_gb?: number
  storage_mb?: number
  /** 0 when traffic is not limited. */
  traffic_gb?: number
  network_mbps?: number
  databases?: number
  backup_count?: number
  websites?: number
  mailboxes?: number
  sessions?: number
  session_minutes?: number
  /** Parts of a real machine. */
  cpu?: string
  memory?: string
  disks?: string[]
  port_speed?: string
}

export type SizeKey =
  | 'cpu'
  | 'memory'
  | 'storage'
  | 'traffic'
  | 'network'
  | 'databases'
  | 'copies'
  | 'websites'
  | 'mailboxes'
  | 'sessions'
  | 'session_time'

export interface SizeLine {
  key: SizeKey
  label: string
  value: string
}

/** A bare figure says what it counts. */
export function saySize({ label, value }: SizeLine): string {
  return /^\d+$/.test(value) ? `${label}: ${value}` : value
}

const megabytesPerGigabyte = 1024
const percentPerCore = 100
const minutesPerHour = 60

/** Sizes in words, in the order in which people ask for them: "2 vCPU", "4 GB", "20 TB". What a kind does not have is left out. */
export function useSizes() {
  const { t } = useTranslation()
  const { number } = useFormat()
  const thousands = (value: number, small: string, large: string) =>
    value >= 1000 ? `${number(value / 1000)} ${large}` : `${number(value)} ${small}`

  function megabytes(value: number): string {
    const isWhole = value % megabytesPerGigabyte === 0
    // Of a small size each megabyte counts; what is left on a machine is read in gigabytes.
    const isSmall = !isWhole && value < 10 * megabytesPerGigabyte
    return isSmall
      ? `${number(value)} MB`
      : `${number(Math.round((value / megabytesPerGigabyte) * 10) / 10)} GB`
  }

  function cores(spec: Sizes): string | undefined {
    if (spec.cpu) return spec.cpu
    if (spec.cpu_percent === 0) return t('ui.size.unlimited')
    const count = spec.cpu_percent ? spec.cpu_percent / percentPerCore : spec.cpu_cores
    return count ? t('ui.size.cores', { count }) : undefined
  }

  function storage(spec: Sizes): string | undefined {
    if (spec.disks && spec.disks.length > 0) return readable(alike(spec.disks))
    if (spec.storage_mb) return megabytes(spec.storage_mb)
    return spec.storage_gb ? `${number(spec.storage_gb)} GB` : undefined
  }

  /** Sizes that somebody typed, such as `1.92 TB NVMe`, with the decimals of the reader's language. */
  const readable = (text = '') =>
    text.replaceAll(/\d+\.\d+(?=\s?[TGM](?:B|bit))/g, (figure) => number(Number(figure)))

  const counted = (value: number | undefined) => (value ? number(value) : undefined)

  /** What each size is in words; undefined where a kind has none. */
  function valuesOf(spec: Sizes): Record<SizeKey, string | undefined> {
    return {
      cpu: cores(spec),
      memory: readable(spec.memory) || (spec.memory_mb ? megabytes(spec.memory_mb) : undefined),
      storage: storage(spec),
      traffic:
        spec.traffic_gb === 0
          ? t('ui.size.unlimited')
          : spec.traffic_gb && thousands(spec.traffic_gb, 'GB', 'TB'),
      network:
        readable(spec.port_speed) || (spec.network_mbps && thousands(spec.network_mbps, 'Mbit/s', 'Gbit/s')),
      websites: counted(spec.websites),
      mailboxes: counted(spec.mailboxes),
      databases: counted(spec.databases),
      copies: counted(spec.backup_count),
      sessions: counted(spec.sessions),
      session_time: spec.session_minutes
        ? t('ui.size.hours', { count: spec.session_minutes / minutesPerHour })
        : undefined,
    } as Record<SizeKey, string | undefined>
  }

  function sizesOf(spec: Sizes): SizeLine[] {
    return (Object.entries(valuesOf(spec)) as [SizeKey, string | undefined][]).flatMap(([key, value]) =>
      value ? [{ key, label: t(`ui.size.${key}`), value }] : []
    )
  }

  return { sizesOf, readable }
}

/** Alike ones together: `2 × 960 GB NVMe`. */
function alike(disks: string[]): string {
  const counts = new Map<string, number>()
  for (const disk of disks) counts.set(disk, (counts.get(disk) ?? 0) + 1)
  return [...counts].map(([disk, count]) => (count > 1 ? `${count} × ${disk}` : disk)).join(', ')
}
