import { saySize, useSizes } from '~/composables/use_sizes'
import type { ServiceSpec } from '~/components/provisioning/types'

/** Sizes of a service in words. */
export function useSpec() {
  const { sizesOf } = useSizes()

  /** One line for lists: "2 vCPU · 4 GB · 80 GB". */
  function brief(spec: ServiceSpec): string {
    return sizesOf(spec).slice(0, 3).map(saySize).join(' · ')
  }

  return { brief, sizesOf }
}
