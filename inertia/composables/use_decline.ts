import { useTranslation } from '~/i18n/use_translation'

/**
 * Why a payment was refused, in the reader's language. Payments keep the sentence as it was said, in English; what nobody has translated, such as
 * a gateway's own words, is shown as it is.
 */
export function useDecline(): (failure: { message?: string }) => string {
  const { t, has } = useTranslation()
  return ({ message = '' }) => {
    const key = `declines.${keyOf(message)}`
    return has(key) ? t(key) : message
  }
}

/** Keys of texts are words: the first five of the sentence. */
function keyOf(message: string): string {
  const words = message.toLowerCase().match(/[a-z]+/g) ?? []
  return words.slice(0, 5).join('_')
}
