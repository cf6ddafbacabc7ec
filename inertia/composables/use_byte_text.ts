import { useFormat } from '~/composables/use_format'

/**
 * Sizes of memory, disks, databases and copies count in steps of 1024, as everything is sold and as panels make it: a server of 4 GB shows 4 GB.
 * Traffic counts in steps of 1000, as it is metered everywhere.
 */
export type ByteKind = 'size' | 'traffic'

const steps: Record<ByteKind, number> = { size: 1024, traffic: 1000 }
const names = ['kB', 'MB', 'GB', 'TB']

/** Bytes in the largest unit that leaves a figure before the point, with one digit after it. */
export function useByteText(): (bytes: number, kind?: ByteKind) => string {
  const { number } = useFormat()
  return (bytes, kind = 'size') => {
    const step = steps[kind]
    const power = Math.max(
      1,
      Math.min(names.length, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(step)))
    )
    return `${number(Math.round((bytes / step ** power) * 10) / 10)} ${names[power - 1]}`
  }
}
