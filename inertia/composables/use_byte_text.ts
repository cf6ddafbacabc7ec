import { useFormat } from '~/composables/use_format'

const sizes: [string, number][] = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
]

/** Bytes in the largest decimal unit that leaves a figure before the point, with one digit after it. */
export function useByteText(): (bytes: number) => string {
  const { number } = useFormat()
  return (bytes) => {
    const [name, size] = sizes.find(([, least]) => bytes >= least) ?? ['kB', 1e3]
    return `${number(Math.round((bytes / size) * 10) / 10)} ${name}`
  }
}
