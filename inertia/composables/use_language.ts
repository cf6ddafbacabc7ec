import { useTranslation } from '~/i18n/use_translation'

const languages = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
]

/** The languages there are, and a way to another one. The page is loaded anew: its texts come with it. */
export function useLanguage() {
  const { locale } = useTranslation()

  function choose(code: string): void {
    const address = new URL(location.href)
    address.searchParams.set('lang', code)
    location.assign(address)
  }

  return { languages, locale, choose }
}
