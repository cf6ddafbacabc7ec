import { Refusal } from '~/composables/ask_server'
import { useTranslation } from '~/i18n/use_translation'

/** Why the server refused, in the reader's words: `<domain>.refused.<code>`, or what the page says instead. */
export function useRefusals(domain: string, otherwise: string) {
  const { t, has } = useTranslation()

  return (error: unknown): string => {
    const key = `${domain}.refused.${error instanceof Refusal ? error.code : ''}`
    if (has(key)) return t(key)
    return otherwise && t(otherwise)
  }
}
