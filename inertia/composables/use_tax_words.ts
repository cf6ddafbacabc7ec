import { usePercent } from '~/composables/use_percent'
import { useTranslation } from '~/i18n/use_translation'

/** What the countries of `resources/tax/standard_rates.json` call their value added tax. */
const localNames = [
  'USt.', 'MwSt.', 'MWST', 'VAT', 'TVA', 'IVA', 'DPH', 'ΦΠΑ', 'moms', 'käibemaks', 'ALV', 'ДДС', 'PDV', 'ÁFA', 'PVN', 'PVM', 'btw', 'DDV', 'IGIC', 'MVA', 'VSK',
] // prettier-ignore
/** What readers of a language call it, and which names they know besides. */
const known: Record<string, readonly string[]> = { de: ['USt.', 'MwSt.', 'MWST'], en: ['VAT'] }

/** A tax as its country calls it, with the reader's own word before where they cannot know it: "VAT (TVA) 20 %". */
export function useTaxWords() {
  const { locale } = useTranslation()
  const percent = usePercent()

  function taxName(name: string): string {
    const own = known[locale.value] ?? []
    return own[0] && localNames.includes(name) && !own.includes(name) ? `${own[0]} (${name})` : name
  }

  /** @param rate hundredths, as text */
  function tax(name: string | null, rate: string): string {
    return name ? `${taxName(name)} ${percent(rate)}` : percent(rate)
  }

  return { taxName, tax }
}
