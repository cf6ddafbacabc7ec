import { useTranslation } from '~/i18n/use_translation'

/** A state as a word: `ui.status.<kind>.<status>`, else `ui.status.<status>`, else as it is. Tabs and badges of one list say the same. */
export function useStatusWords() {
  const { t, has } = useTranslation()

  function statusWord(status: string, kind?: string): string {
    const own = `ui.status.${kind}.${status}`
    if (kind && has(own)) return t(own)
    return has(`ui.status.${status}`) ? t(`ui.status.${status}`) : status.replaceAll('_', ' ')
  }

  return { statusWord }
}
