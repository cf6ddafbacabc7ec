import { countryOptions } from '~/components/customers/country_options'
import { useTranslation } from '~/i18n/use_translation'

/** Names of countries and of their parts in the reader's language. The Canary Islands and Ceuta are tax places of their own. */
export function usePlaces() {
  const { locale } = useTranslation()

  function countryName(code: string): string {
    if (/^[A-Z]{2}$/.test(code))
      return new Intl.DisplayNames(locale.value, { type: 'region' }).of(code) ?? code
    return code
  }

  function placeName({ country, region }: { country: string; region: string | null }): string {
    return region ? `${countryName(country)} · ${region}` : countryName(country)
  }

  return { countryName, placeName, countries: () => countryOptions(locale.value) }
}
