import { usePage } from '@inertiajs/vue3'
import { useTranslation } from '~/i18n/use_translation'
import type { SharedProps } from '~/shared_props'

/** From where a browser came: the country in the reader's language, where anybody says, and the network address. */
export function usePlace() {
  const { t } = useTranslation()
  const page = usePage<SharedProps>()
  return ({ ip, country }: { ip: string | null; country: string | null }): string => {
    const names = new Intl.DisplayNames([page.props.locale], { type: 'region' })
    const place = country ? `${names.of(country) ?? country} (${ip})` : ip
    return t('identity.security.from', { ip: place ?? '' })
  }
}
