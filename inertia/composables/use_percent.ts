import { useTranslation } from '~/i18n/use_translation'

/** Hundredths as the wire has them, `19` or `8.1`, in the reader's writing. */
export function usePercent(): (text: string) => string {
  const { locale } = useTranslation()
  return (text) =>
    `${new Intl.NumberFormat(locale.value, { maximumFractionDigits: 6 }).format(Number(text))}\u00a0%`
}
