import { useFormat } from '~/composables/use_format'
import { useTranslation } from '~/i18n/use_translation'

/** What the countries of `resources/tax/standard_rates.json` call their value added tax. */
const localNames = [
  'USt.', 'MwSt.', 'MWST', 'VAT', 'TVA', 'IVA', 'DPH', 'ΦΠΑ', 'moms', 'käibemaks', 'ALV', 'ДДС', 'PDV', 'ÁFA', 'PVN', 'PVM', 'btw', 'DDV', 'IGIC', 'MVA', 'VSK',
] // prettier-ignore
const known: Record<string, readonly string[]> = { de: ['USt.', 'MwSt.', 'MWST'], en: ['VAT'] }

/** A tax as its country calls it, with the reader's own word before where they cannot know it: "VAT (TVA) 20%". */
export function useTaxWords() {
  const { t, locale } = useTranslation()
  const { percent } = useFormat()

  function taxName(name: string): string {
    const isForeign = localNames.includes(name) && !known[locale.value]?.includes(name)
    return isForeign ? `${t('ui.vat')} (${name})` : name
  }

  /** @param rate hundredths, as text */
  function tax(name: string | null, rate: string): string {
    return name ? `${taxName(name)} ${percent(rate)}` : percent(rate)
  }

  return { taxName, tax }
}
