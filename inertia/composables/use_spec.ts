import type { IconName } from '~/components/site/icons'
import { type SizeKey, type Sizes, useSizes } from '~/composables/use_sizes'

const icons: Record<SizeKey, IconName> = {
  cpu: 'cpu',
  memory: 'memory',
  storage: 'disk',
  traffic: 'traffic',
  network: 'zap',
  databases: 'disk',
  copies: 'shield',
  websites: 'code',
  mailboxes: 'receipt',
  sessions: 'cpu',
  session_time: 'clock',
}

/** Sizes of a plan with their pictures, for the shop. */
export function useSpec() {
  const { sizesOf } = useSizes()

  function lines(spec: Sizes) {
    return sizesOf(spec).map((line) => ({ ...line, value: worded(line), icon: icons[line.key] }))
  }

  return { lines }
}

/** A bare figure says what it counts. */
function worded({ key, label, value }: { key: SizeKey; label: string; value: string }): string {
  if (key === 'storage' && value.endsWith('GB')) return `${value} NVMe`
  return /^\d+$/.test(value) ? `${label}: ${value}` : value
}
