import { useFormat } from '~/composables/use_format'
import { useTranslation } from '~/i18n/use_translation'
import type { ServiceSpec } from '~/components/provisioning/types'

const megabytesPerGigabyte = 1024

/** Sizes of a server in words: "4 GB", "unlimited". */
export function useSpec() {
  const { t } = useTranslation()
  const { number } = useFormat()

  function memory(spec: ServiceSpec): string {
    const isWhole = spec.memory_mb % megabytesPerGigabyte === 0
    return isWhole ? `${number(spec.memory_mb / megabytesPerGigabyte)} GB` : `${number(spec.memory_mb)} MB`
  }

  function traffic(spec: ServiceSpec): string {
    if (spec.traffic_gb === 0) return t('provisioning.spec.unlimited')
    return spec.traffic_gb >= 1000 ? `${number(spec.traffic_gb / 1000)} TB` : `${number(spec.traffic_gb)} GB`
  }

  function network(spec: ServiceSpec): string {
    return spec.network_mbps >= 1000
      ? `${number(spec.network_mbps / 1000)} Gbit/s`
      : `${number(spec.network_mbps)} Mbit/s`
  }

  /** One line for lists: "2 vCPU · 4 GB · 80 GB". */
  function brief(spec: ServiceSpec): string {
    return [
      t('provisioning.spec.cores', { count: spec.cpu_cores }),
      memory(spec),
      `${number(spec.storage_gb)} GB`,
    ].join(' · ')
  }

  return { memory, traffic, network, brief, number }
}
