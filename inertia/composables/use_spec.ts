import { useFormat } from '~/composables/use_format'
import { useTranslation } from '~/i18n/use_translation'
import type { Spec } from '~/components/catalogue/shop'

/** Sizes of a plan in words: "4 GB", "20 TB", "10 Gbit/s". */
export function useSpec() {
  const { t } = useTranslation()
  const { number } = useFormat()

  function lines(spec: Spec) {
    return [
      {
        key: 'cpu',
        icon: 'cpu' as const,
        label: t('catalogue.spec.cpu'),
        value: t('catalogue.spec.cores', { count: spec.cpu_cores }),
      },
      {
        key: 'memory',
        icon: 'memory' as const,
        label: t('catalogue.spec.memory'),
        value: `${number(spec.memory_mb / 1024)} GB`,
      },
      {
        key: 'storage',
        icon: 'disk' as const,
        label: t('catalogue.spec.storage'),
        value: `${number(spec.storage_gb)} GB NVMe`,
      },
      {
        key: 'traffic',
        icon: 'traffic' as const,
        label: t('catalogue.spec.traffic'),
        value: traffic(spec.traffic_gb),
      },
      {
        key: 'network',
        icon: 'zap' as const,
        label: t('catalogue.spec.network'),
        value: `${number(spec.network_mbps / 1000)} Gbit/s`,
      },
    ]
  }

  function traffic(gigabytes: number): string {
    return gigabytes === 0 ? t('catalogue.spec.unlimited') : `${number(gigabytes / 1000)} TB`
  }

  return { lines }
}
