import type { Benefit, Coupon } from '~/components/promotions/coupon'
import { useFormat } from '~/composables/use_format'
import { useTranslation } from '~/i18n/use_translation'

/** What a coupon gives, in words. */
export function useBenefit() {
  const { t } = useTranslation()
  const { money } = useFormat()

  function inWords(benefit: Benefit): string {
    if (benefit.kind === 'percent') return t('promotions.admin.benefits.percent', { percent: benefit.percent ?? '' }) // prettier-ignore
    if (benefit.kind === 'free_months') return t('promotions.admin.benefits.free_months', { count: benefit.months ?? 0 }) // prettier-ignore
    if (benefit.kind === 'free_setup') return t('promotions.admin.benefits.free_setup')
    const amounts = Object.entries(benefit.amounts ?? {}).map(([currency, amount]) => money({ amount, currency })) // prettier-ignore
    return t('promotions.admin.benefits.fixed', { amounts: amounts.join(' / ') })
  }

  function ofCoupon({ benefit, variants }: Pick<Coupon, 'benefit' | 'variants'>): string {
    return variants.length > 0
      ? t('promotions.admin.benefits.experiment', { count: variants.length })
      : inWords(benefit)
  }

  return { inWords, ofCoupon }
}
