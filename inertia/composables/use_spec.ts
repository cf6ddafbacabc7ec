import type { IconName } from '~/components/site/icons'
import { saySize, type SizeKey, type SizeLine, type Sizes, useSizes } from '~/composables/use_sizes'

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

function worded(line: SizeLine): string {
  return line.key === 'storage' && line.value.endsWith('GB') ? `${line.value} NVMe` : saySize(line)
}
