import { countryName } from '~/composables/country_name'
import { useTranslation } from '~/i18n/use_translation'

/** From where a browser came: the country in the reader's language, where anybody says, and the network address. */
export function usePlace() {
  const { t, locale } = useTranslation()
  return ({ ip, country }: { ip: string | null; country: string | null }): string => {
    const place = country ? `${countryName(country, locale.value)} (${ip})` : ip
    return t('identity.security.from', { ip: place ?? '' })
  }
}
