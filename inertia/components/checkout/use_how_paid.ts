import type { Price } from '~/components/catalogue/shop'
import { useFormat } from '~/composables/use_format'
import { useTranslation } from '~/i18n/use_translation'

/** How often a price is paid, in words, and what it is: by the hour the price of one, and what a month costs at most. */
export function useHowPaid() {
  const { t } = useTranslation()
  const { money, exactMoney } = useFormat()
  return ({ interval, amount, hourly }: Price) => {
    const title = t(`ui.interval_name.${interval.unit}`, { count: interval.count })
    if (!hourly) {
      const text = interval.unit === 'year' ? t('catalogue.year_saves') : undefined
      return { title, price: money(amount), text }
    }
    const hour = exactMoney({ ...amount, amount: hourly.hour_amount })
    return {
      title,
      price: t('checkout.configure.an_hour', { amount: hour }),
      text: t('checkout.configure.by_hour', { most: money(amount) }),
    }
  }
}
